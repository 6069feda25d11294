import { useEffect, useRef, useState } from 'react';
import type { TeacherSummary } from '#core/contract/school.ts';
import { commonTexts } from '#core/text/common.ts';
import { schoolTexts } from '#core/text/school.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { CheckField, TextField } from '../../components/field.tsx';
import { QueryView } from '../../components/loading.tsx';
import { notify } from '../../state/notices.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

export function TeachersSection({ mayEdit }: { readonly mayEdit: boolean }) {
  const texts = useTexts(schoolTexts);
  const teachers = useQuery('school.teachers', {}, ['school']);
  const [edited, setEdited] = useState<TeacherSummary | 'new' | null>(null);
  const columns: readonly Column<TeacherSummary>[] = [
    { key: 'name', header: texts.teacherName, render: ({ fullName }) => fullName, rowHeader: true, sortValue: ({ fullName }) => fullName },
    { key: 'id', header: texts.personalId, render: ({ personalId }) => personalId },
    { key: 'active', header: texts.state, render: ({ active }) => (active ? texts.active : texts.inactive) },
  ];
  return (
    <>
      {mayEdit && edited === null && (
        <div>
          <button type="button" className="button" onClick={() => setEdited('new')}>
            {texts.addTeacher}
          </button>
        </div>
      )}
      {edited !== null && <TeacherForm key={edited === 'new' ? 'new' : edited.id} initial={edited === 'new' ? null : edited} onDone={() => setEdited(null)} />}
      <QueryView query={teachers}>
        {(value) =>
          value.teachers.length === 0 ? (
            <p className="soft">{texts.noTeachers}</p>
          ) : (
            <DataTable caption={texts.teachersList} columns={columns} rows={value.teachers} rowKey={({ id }) => id} {...(mayEdit ? { onOpen: (teacher: TeacherSummary) => setEdited(teacher), openLabel: ({ fullName }: TeacherSummary) => texts.editTeacher(fullName) } : {})} />
          )
        }
      </QueryView>
    </>
  );
}

function TeacherForm({ initial, onDone }: { readonly initial: TeacherSummary | null; readonly onDone: () => void }) {
  const texts = useTexts(schoolTexts);
  const common = useTexts(commonTexts);
  const save = useCommand('school.saveTeacher');
  const [fullName, setFullName] = useState(initial?.fullName ?? '');
  const [personalId, setPersonalId] = useState(initial?.personalId ?? '');
  const [active, setActive] = useState(initial?.active ?? true);
  const [tried, setTried] = useState(false);
  const wrongId = personalId.trim() !== '' && !/^\d{12}$/u.test(personalId.trim());
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <form
      className="sheet stack"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (wrongId) return;
        void save.run({ id: initial?.id ?? null, fullName, personalId, active }).then((answer) => {
          if (answer === null) return;
          notify('good', texts.saved);
          onDone();
        });
      }}
    >
      <h2>{initial === null ? texts.addTeacher : texts.editTeacher(initial.fullName)}</h2>
      <div className="form-grid">
        <TextField inputRef={first} label={texts.teacherName} value={fullName} onChange={setFullName} required />
        <TextField label={texts.personalId} value={personalId} onChange={setPersonalId} digits maxLength={12} hint={texts.personalIdHint} error={tried && wrongId ? texts.twelveDigits : undefined} />
      </div>
      <CheckField label={texts.active} checked={active} onChange={setActive} />
      <ErrorText error={save.error} />
      <div className="row">
        <button type="submit" className="button button--primary" disabled={save.busy || fullName.trim() === ''}>
          {common.save}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {common.cancel}
        </button>
      </div>
    </form>
  );
}
