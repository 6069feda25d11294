import { useState } from 'react';
import type { GatewayProfile } from '#core/contract/exchange.ts';
import { commonTexts } from '#core/text/common.ts';
import { schoolTexts } from '#core/text/school.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { PasswordField, SelectField, TextField } from '../../components/field.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { notify } from '../../state/notices.ts';
import { useChooseFile } from '../../state/use-choose-file.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

const empty: GatewayProfile = { name: '', url: '', userName: '', unitCode: '', paths: { token: '', registerCertificate: '', queryCertificate: '', submit: '', queryResult: '' }, canonicalization: 'exclusive', rsaScheme: null };
const paths = ['token', 'registerCertificate', 'queryCertificate', 'submit', 'queryResult'] as const;

/** How to reach the province's gateway. Its addresses are not public: the office types what the department gave. */
export function GatewaySection({ mayEdit }: { readonly mayEdit: boolean }) {
  const texts = useTexts(schoolTexts);
  const profile = useQuery('exchange.profile', {}, ['exchange']);
  return (
    <QueryView query={profile}>
      {(value) => (value.practice ? <Message tone="info" title={texts.gatewayPractice} /> : <GatewayForm key={JSON.stringify(value.profile)} initial={value.profile ?? empty} passwordSet={value.passwordSet} mayEdit={mayEdit} />)}
    </QueryView>
  );
}

function GatewayForm({ initial, passwordSet, mayEdit }: { readonly initial: GatewayProfile; readonly passwordSet: boolean; readonly mayEdit: boolean }) {
  const texts = useTexts(schoolTexts);
  const common = useTexts(commonTexts);
  const save = useCommand('exchange.saveProfile');
  const read = useCommand('exchange.readProfile');
  const profileFile = useChooseFile(['json']);
  const [profile, setProfile] = useState(initial);
  const [password, setPassword] = useState('');
  async function choose() {
    const file = await profileFile.choose();
    const answer = file === null ? null : await read.run({ file: file.file });
    if (answer !== null) setProfile(answer.profile);
  }

  return (
    <form
      className="sheet stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save.run({ profile, password: password === '' ? null : password }).then((answer) => {
          if (answer === null) return;
          setPassword('');
          notify('good', texts.saved);
        });
      }}
    >
      <p className="soft">{mayEdit ? texts.gatewayText : texts.readOnly}</p>
      <div className="form-grid">
        <TextField label={texts.gatewayName} value={profile.name} disabled={!mayEdit} onChange={(name) => setProfile((old) => ({ ...old, name }))} required />
        <TextField label={texts.url} value={profile.url} disabled={!mayEdit} onChange={(url) => setProfile((old) => ({ ...old, url }))} required />
        <TextField label={texts.userName} value={profile.userName} disabled={!mayEdit} onChange={(userName) => setProfile((old) => ({ ...old, userName }))} />
        <TextField label={texts.unitCode} value={profile.unitCode} disabled={!mayEdit} onChange={(unitCode) => setProfile((old) => ({ ...old, unitCode }))} />
        <PasswordField label={texts.password} value={password} disabled={!mayEdit} onChange={setPassword} hint={passwordSet ? texts.passwordKept : undefined} autoComplete="off" />
        {paths.map((path) => (
          <TextField key={path} label={texts.paths[path]} value={profile.paths[path]} disabled={!mayEdit} required onChange={(value) => setProfile((old) => ({ ...old, paths: { ...old.paths, [path]: value } }))} />
        ))}
        <SelectField
          label={texts.canonicalization}
          value={profile.canonicalization}
          disabled={!mayEdit}
          onChange={(value) => setProfile((old) => ({ ...old, canonicalization: value === 'inclusive' ? 'inclusive' : 'exclusive' }))}
          options={[
            { value: 'exclusive', label: texts.exclusive },
            { value: 'inclusive', label: texts.inclusive },
          ]}
        />
        <SelectField
          label={texts.rsaScheme}
          value={profile.rsaScheme ?? 'any'}
          disabled={!mayEdit}
          onChange={(value) => setProfile((old) => ({ ...old, rsaScheme: value === 'pkcs1' || value === 'pss' ? value : null }))}
          options={(['any', 'pkcs1', 'pss'] as const).map((value) => ({ value, label: texts.rsaSchemes[value] }))}
        />
      </div>
      <ErrorText error={(read.error ?? profileFile.error) ?? save.error} />
      {mayEdit && (
        <div className="row">
          <button type="button" className="button" disabled={read.busy} onClick={() => void choose()}>
            {texts.readProfile}
          </button>
          <button type="submit" className="button button--primary" disabled={save.busy}>
            {common.save}
          </button>
        </div>
      )}
    </form>
  );
}
