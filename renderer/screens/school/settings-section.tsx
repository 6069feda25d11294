import { useState } from 'react';
import type { SchoolSettings } from '#core/contract/school.ts';
import { commonTexts } from '#core/text/common.ts';
import { schoolTexts } from '#core/text/school.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { CheckField, TextField } from '../../components/field.tsx';
import { QueryView } from '../../components/loading.tsx';
import { notify } from '../../state/notices.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

export function SettingsSection({ mayEdit }: { readonly mayEdit: boolean }) {
  const settings = useQuery('school.settings', {}, ['school']);
  return <QueryView query={settings}>{(value) => <SettingsForm key={JSON.stringify(value)} initial={value} mayEdit={mayEdit} />}</QueryView>;
}

const fields = ['code', 'name', 'departmentCode', 'departmentName', 'provinceName', 'communeName', 'principalName', 'principalPersonalId', 'principalTitle', 'issuePlace'] as const satisfies readonly (keyof SchoolSettings)[];

function SettingsForm({ initial, mayEdit }: { readonly initial: SchoolSettings; readonly mayEdit: boolean }) {
  const texts = useTexts(schoolTexts);
  const common = useTexts(commonTexts);
  const save = useCommand('school.saveSettings');
  const [values, setValues] = useState(initial);
  const [minutes, setMinutes] = useState(String(initial.idleMinutes));
  return (
    <form
      className="sheet stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save.run({ ...values, idleMinutes: Number(minutes) || initial.idleMinutes }).then((answer) => answer !== null && notify('good', texts.saved));
      }}
    >
      {!mayEdit && <p className="soft">{texts.readOnly}</p>}
      <div className="form-grid">
        {fields.map((field) => (
          <TextField key={field} label={texts[field]} value={values[field]} disabled={!mayEdit} digits={field === 'principalPersonalId'} onChange={(value) => setValues((old) => ({ ...old, [field]: value }))} />
        ))}
        <TextField label={texts.idleMinutes} value={minutes} digits disabled={!mayEdit} onChange={setMinutes} />
      </div>
      <CheckField label={texts.homeroomSignature} hint={texts.homeroomSignatureHint} checked={values.homeroomSignature} disabled={!mayEdit} onChange={(homeroomSignature) => setValues((old) => ({ ...old, homeroomSignature }))} />
      <ErrorText error={save.error} />
      {mayEdit && (
        <div>
          <button type="submit" className="button button--primary" disabled={save.busy}>
            {common.save}
          </button>
        </div>
      )}
    </form>
  );
}
