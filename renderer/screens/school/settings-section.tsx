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
const mayBeEmpty: ReadonlySet<keyof SchoolSettings> = new Set(['principalName', 'principalPersonalId', 'issuePlace']);
/** As in the contract: what is longer would be refused there. */
const longest = { code: 20, name: 150, departmentCode: 2, departmentName: 150, provinceName: 100, communeName: 100, principalName: 100, principalPersonalId: 12, principalTitle: 60, issuePlace: 100 } as const satisfies Record<(typeof fields)[number], number>;

function SettingsForm({ initial, mayEdit }: { readonly initial: SchoolSettings; readonly mayEdit: boolean }) {
  const texts = useTexts(schoolTexts);
  const common = useTexts(commonTexts);
  const save = useCommand('school.saveSettings');
  const [values, setValues] = useState(initial);
  const [minutes, setMinutes] = useState(String(initial.idleMinutes));
  const [tried, setTried] = useState(false);
  const idleMinutes = /^\d{1,3}$/u.test(minutes.trim()) ? Number(minutes) : 0;
  const minutesWrong = idleMinutes < 1 || idleMinutes > 240;
  const problem = (field: (typeof fields)[number]): string | undefined => {
    const value = values[field].trim();
    if (value === '') return mayBeEmpty.has(field) ? undefined : common.fillThis;
    return field === 'principalPersonalId' && !/^\d{12}$/u.test(value) ? texts.twelveDigits : undefined;
  };
  return (
    <form
      className="sheet stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (minutesWrong || fields.some((field) => problem(field) !== undefined)) return;
        void save.run({ ...values, idleMinutes }).then((answer) => answer !== null && notify('good', texts.saved));
      }}
    >
      {!mayEdit && <p className="soft">{texts.readOnly}</p>}
      <div className="form-grid">
        {fields.map((field) => (
          <TextField key={field} label={texts[field]} value={values[field]} disabled={!mayEdit} required={!mayBeEmpty.has(field)} error={tried ? problem(field) : undefined} digits={field === 'principalPersonalId'} maxLength={longest[field]} onChange={(value) => setValues((old) => ({ ...old, [field]: value }))} />
        ))}
        <TextField label={texts.idleMinutes} value={minutes} digits disabled={!mayEdit} required error={tried && minutesWrong ? texts.minutesWrong : undefined} onChange={setMinutes} />
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
