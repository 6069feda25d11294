import { useEffect, useRef, useState } from 'react';
import { roles as allRoles, type Role } from '#core/contract/method.ts';
import type { UserSummary } from '#core/contract/users.ts';
import { commonTexts } from '#core/text/common.ts';
import { usersTexts } from '#core/text/users.ts';
import { teacherId as teacherIdOf } from '#core/values/ids.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { CheckField, PasswordField, SelectField, TextField } from '../../components/field.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { notify } from '../../state/notices.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

const shortest = 8;

/** Accounts of this school and what each may do. */
export function UsersScreen() {
  const texts = useTexts(usersTexts);
  const common = useTexts(commonTexts);
  const users = useQuery('users.list', {}, ['users']);
  const [edited, setEdited] = useState<UserSummary | 'new' | null>(null);
  const columns: readonly Column<UserSummary>[] = [
    { key: 'name', header: texts.displayName, render: ({ displayName }) => displayName, rowHeader: true, sortValue: ({ displayName }) => displayName },
    { key: 'user', header: texts.userName, render: ({ userName }) => userName },
    { key: 'roles', header: texts.roles, render: ({ roles }) => roles.map((role) => common.roles[role]).join(', ') },
    { key: 'active', header: texts.state, render: ({ active }) => (active ? texts.active : texts.off) },
  ];
  return (
    <Page
      title={texts.title}
      subtitle={texts.subtitle}
      actions={
        <button type="button" className="button" onClick={() => setEdited('new')}>
          {texts.add}
        </button>
      }
    >
      {edited !== null && <UserForm key={edited === 'new' ? 'new' : edited.id} initial={edited === 'new' ? null : edited} onDone={() => setEdited(null)} />}
      <QueryView query={users}>{(value) => <DataTable caption={texts.list} columns={columns} rows={value.users} rowKey={({ id }) => id} onOpen={setEdited} openLabel={({ displayName }) => texts.editTitle(displayName)} />}</QueryView>
    </Page>
  );
}

function UserForm({ initial, onDone }: { readonly initial: UserSummary | null; readonly onDone: () => void }) {
  const texts = useTexts(usersTexts);
  const common = useTexts(commonTexts);
  const teachers = useQuery('school.teachers', {}, ['school']);
  const save = useCommand('users.save');
  const [displayName, setDisplayName] = useState(initial?.displayName ?? '');
  const [userName, setUserName] = useState(initial?.userName ?? '');
  const [roles, setRoles] = useState<readonly Role[]>(initial?.roles ?? []);
  const [teacher, setTeacher] = useState<string>(initial?.teacherId ?? '');
  const [active, setActive] = useState(initial?.active ?? true);
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const needsPassword = initial === null;
  const shortPassword = password === '' ? needsPassword : password.length < shortest;
  const missing = (value: string) => (tried && value.trim() === '' ? common.fillThis : undefined);
  return (
    <form
      className="sheet stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (displayName.trim() === '' || userName.trim() === '' || shortPassword || roles.length === 0) return;
        void save
          .run({ id: initial?.id ?? null, userName, displayName, roles: [...roles], teacherId: teacher === '' ? null : teacherIdOf.parse(teacher), active, password: password === '' ? null : password })
          .then((answer) => {
            if (answer === null) return;
            notify('good', texts.saved(displayName));
            onDone();
          });
      }}
    >
      <h2>{initial === null ? texts.add : texts.editTitle(initial.displayName)}</h2>
      <div className="form-grid">
        <TextField inputRef={first} label={texts.displayName} value={displayName} onChange={setDisplayName} required maxLength={100} error={missing(displayName)} />
        <TextField label={texts.userName} value={userName} onChange={setUserName} required maxLength={64} error={missing(userName)} />
        <PasswordField label={texts.password} value={password} onChange={setPassword} required={needsPassword} hint={needsPassword ? undefined : texts.passwordKept} error={tried && shortPassword ? texts.tooShort : undefined} autoComplete="new-password" />
        <SelectField label={texts.teacher} value={teacher} onChange={setTeacher} options={[{ value: '', label: texts.notTeacher }, ...(teachers.value?.teachers ?? []).map(({ id, fullName }) => ({ value: id, label: fullName }))]} />
      </div>
      <fieldset className="form-section">
        <legend>{texts.roles}</legend>
        <div className="row">
          {allRoles.map((role) => (
            <CheckField key={role} label={common.roles[role]} checked={roles.includes(role)} onChange={(checked) => setRoles((old) => (checked ? [...old, role] : old.filter((each) => each !== role)))} />
          ))}
        </div>
      </fieldset>
      {tried && roles.length === 0 && (
        <div className="field" data-state="error">
          <p className="field__remark" role="alert">
            {texts.chooseRole}
          </p>
        </div>
      )}
      <CheckField label={texts.active} checked={active} onChange={setActive} />
      <ErrorText error={save.error} />
      <div className="row">
        <button type="submit" className="button button--primary" disabled={save.busy}>
          {common.save}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {common.cancel}
        </button>
      </div>
    </form>
  );
}
