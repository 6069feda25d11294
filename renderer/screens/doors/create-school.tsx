import { useState } from 'react';
import { schoolLevel, type Programme, type SchoolLevel } from '#core/contract/shared.ts';
import { commonTexts } from '#core/text/common.ts';
import { doorsTexts } from '#core/text/doors.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { PasswordField, SelectField, TextField } from '../../components/field.tsx';
import { useCommand } from '../../state/use-command.ts';
import { useTexts } from '../../state/use-texts.ts';

const empty = { code: '', name: '', departmentCode: '', departmentName: '', provinceName: '', communeName: '', schoolYear: '', principalName: '', principalPersonalId: '', displayName: '', userName: '', password: '', repeat: '' };
type Field = keyof typeof empty;

/** Kinds of school as people name them: levels joined by +, or a continuing education centre. */
const kinds = ['primary', 'lower-secondary', 'upper-secondary', 'primary+lower-secondary', 'lower-secondary+upper-secondary', 'primary+lower-secondary+upper-secondary', 'preschool', 'preschool+primary', 'continuing'] as const;
type Kind = (typeof kinds)[number];

function schoolOfKind(kind: Kind): { readonly programme: Programme; readonly levels: SchoolLevel[] } {
  if (kind === 'continuing') return { programme: 'continuing', levels: ['lower-secondary', 'upper-secondary'] };
  return { programme: 'general', levels: kind.split('+').map((level) => schoolLevel.parse(level)) };
}

const required: readonly Field[] = ['code', 'name', 'departmentCode', 'departmentName', 'provinceName', 'communeName', 'displayName', 'userName', 'password'];

/** A new school on this PC: what it is called and who begins. Subjects come from the rule table. */
export function CreateSchool({ onCancel }: { readonly onCancel: () => void }) {
  const texts = useTexts(doorsTexts);
  const common = useTexts(commonTexts);
  const create = useCommand('setup.createSchool');
  const [years] = useState(() => schoolYears(new Date()));
  const [values, setValues] = useState({ ...empty, schoolYear: years[0] ?? '' });
  const [kind, setKind] = useState<Kind>('lower-secondary');
  const [tried, setTried] = useState(false);

  const problem = (field: Field): string | undefined => {
    if (!tried) return undefined;
    if (required.includes(field) && values[field].trim() === '') return common.fillThis;
    if (field === 'principalPersonalId' && values[field] !== '' && !/^\d{12}$/u.test(values[field].trim())) return texts.twelveDigits;
    if (field === 'password' && values.password.length < 8) return texts.tooShort;
    return field === 'repeat' && values.repeat !== values.password ? texts.different : undefined;
  };
  const set = (field: Field) => (value: string) => setValues((old) => ({ ...old, [field]: value }));
  const text = (field: Field, label: string, extra: { readonly hint?: string; readonly digits?: boolean; readonly maxLength?: number } = {}) => (
    <TextField label={label} value={values[field]} onChange={set(field)} required={required.includes(field)} error={problem(field)} {...extra} />
  );

  function submit() {
    setTried(true);
    const wrong = required.some((field) => values[field].trim() === '') || values.password.length < 8 || values.password !== values.repeat || (values.principalPersonalId !== '' && !/^\d{12}$/u.test(values.principalPersonalId.trim()));
    if (wrong) return;
    const { displayName, userName, password, repeat: _repeat, ...school } = values;
    void create.run({ school: { ...school, ...schoolOfKind(kind) }, administrator: { displayName, userName, password } });
  }

  return (
    <main className="door-page">
      <form
        className="door-card door-card--wide stack stack--wide"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <h1>{texts.createTitle}</h1>
        <fieldset className="form-section">
          <legend>{texts.schoolPart}</legend>
          <div className="form-grid">
            {text('code', texts.code, { maxLength: 20 })}
            {text('name', texts.name, { maxLength: 150 })}
            <SelectField label={texts.level} value={kind} onChange={(value) => setKind(kinds.find((one) => one === value) ?? kind)} options={kinds.map((one) => ({ value: one, label: texts.kinds[one] }))} />
            <SelectField label={texts.schoolYear} value={values.schoolYear} onChange={set('schoolYear')} options={years.map((year) => ({ value: year, label: year }))} />
            {text('departmentCode', texts.departmentCode, { maxLength: 2, digits: true })}
            {text('departmentName', texts.departmentName)}
            {text('provinceName', texts.provinceName)}
            {text('communeName', texts.communeName)}
          </div>
        </fieldset>
        <fieldset className="form-section">
          <legend>{texts.principalPart}</legend>
          <div className="form-grid">
            {text('principalName', texts.principalName, { hint: texts.later })}
            {text('principalPersonalId', texts.principalPersonalId, { digits: true, maxLength: 12, hint: texts.later })}
          </div>
        </fieldset>
        <fieldset className="form-section">
          <legend>{texts.administratorPart}</legend>
          <p className="soft">{texts.administratorText}</p>
          <div className="form-grid">
            {text('displayName', texts.displayName)}
            {text('userName', texts.userName)}
            <PasswordField label={texts.password} value={values.password} onChange={set('password')} required error={problem('password')} autoComplete="new-password" />
            <PasswordField label={texts.repeat} value={values.repeat} onChange={set('repeat')} required error={problem('repeat')} autoComplete="new-password" />
          </div>
        </fieldset>
        <ErrorText error={create.error} />
        <div className="row row--between">
          <button type="button" className="button" onClick={onCancel}>
            {texts.backToDoors}
          </button>
          <button type="submit" className="button button--primary button--large" disabled={create.busy}>
            {texts.create}
          </button>
        </div>
      </form>
    </main>
  );
}

/** A school year begins in September; in summer the next one may be prepared. */
function schoolYears(now: Date): readonly string[] {
  const begins = now.getMonth() >= 6 ? now.getFullYear() : now.getFullYear() - 1;
  return [begins, begins - 1, begins + 1].map((year) => `${year}-${year + 1}`);
}
