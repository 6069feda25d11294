import { useEffect, useRef, useState } from 'react';
import type { PupilData } from '#core/contract/pupils.ts';
import type { PupilField, Sex } from '#core/contract/shared.ts';
import { commonTexts } from '#core/text/common.ts';
import { pupilsTexts } from '#core/text/pupils.ts';
import { ethnicities } from '#core/values/ethnicities.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { DateField, SelectField, TextField } from '../../components/field.tsx';
import type { CallError } from '../../state/office.ts';
import { useTexts } from '../../state/use-texts.ts';

/** As typed: nothing is chosen for the clerk, so a new pupil has no sex until somebody says so. */
export type PupilDraft = Omit<PupilData, 'sex'> & { readonly sex: Sex | '' };

export const emptyDraft: PupilDraft = { ministryCode: '', personalId: '', registryNumber: '', fullName: '', birthDate: '', sex: '', ethnicity: '', nationality: 'Việt Nam', birthPlace: '', homeTown: '', address: '', fatherName: '', motherName: '', guardianName: '' };

const sections = [
  ['person', ['fullName', 'birthDate', 'sex', 'ethnicity', 'nationality']],
  ['numbers', ['personalId', 'ministryCode', 'registryNumber']],
  ['places', ['birthPlace', 'homeTown', 'address']],
  ['family', ['fatherName', 'motherName', 'guardianName']],
] as const satisfies readonly (readonly [string, readonly PupilField[]])[];

/** As the contract has them. */
const longest: Readonly<Record<PupilField, number>> = { ministryCode: 20, personalId: 12, registryNumber: 30, fullName: 100, birthDate: 10, sex: 6, ethnicity: 2, nationality: 50, birthPlace: 200, homeTown: 200, address: 300, fatherName: 100, motherName: 100, guardianName: 100 };

/** Page 1 of the record as a form. Fields that the record needs and that are empty say so; `focus` puts the cursor where a list led. `onSaveNext`: saves and goes to the next pupil. */
export function PupilForm({ title, initial, lacking, focus, mayEdit, busy, error, onDirty, onSave, onSaveNext, onCancel }: {
  readonly title: string;
  readonly initial: PupilDraft;
  readonly lacking: readonly PupilField[];
  readonly focus: PupilField | null;
  readonly mayEdit: boolean;
  readonly busy: boolean;
  readonly error: CallError | null;
  readonly onDirty: (dirty: boolean) => void;
  readonly onSave: (data: PupilData) => void;
  readonly onSaveNext: ((data: PupilData) => void) | null;
  readonly onCancel: () => void;
}) {
  const texts = useTexts(pupilsTexts);
  const common = useTexts(commonTexts);
  const [data, setData] = useState(initial);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => focusField(form.current, focus ?? 'fullName'), [focus]);

  function set(field: PupilField, value: string) {
    onDirty(true);
    setData((old) => ({ ...old, [field]: value }));
  }

  function wrong(field: PupilField): string | undefined {
    if ((field === 'fullName' || field === 'birthDate' || field === 'sex') && data[field].trim() === '') return common.fillThis;
    return field === 'personalId' && data.personalId.trim() !== '' && !/^\d{12}$/u.test(data.personalId.trim()) ? texts.personalIdShape : undefined;
  }

  function submit(save: (ready: PupilData) => void) {
    setTried(true);
    const first = sections.flatMap(([, fields]) => fields).find((field) => wrong(field) !== undefined);
    if (first !== undefined || data.sex === '') focusField(form.current, first ?? 'sex');
    else save({ ...data, sex: data.sex });
  }

  return (
    <form
      ref={form}
      className="sheet stack pupil-form"
      aria-label={title}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit(onSave);
      }}
    >
      <h2>{title}</h2>
      {!mayEdit && <p className="soft">{texts.readOnly}</p>}
      {sections.map(([name, fields]) => (
        <fieldset key={name} className="form-section">
          <legend>{texts.sections[name]}</legend>
          <div className="form-grid">
            {fields.map((field) => (
              <div key={field} data-field={field} className={field === 'address' ? 'form-grid__wide' : undefined}>
                <OneField
                  field={field}
                  value={data[field]}
                  onChange={(value) => set(field, value)}
                  error={tried ? wrong(field) : undefined}
                  warning={lacking.includes(field) && data[field] === initial[field] ? (field === 'motherName' ? texts.parentNeeded : texts.needed) : undefined}
                  disabled={!mayEdit}
                />
              </div>
            ))}
          </div>
        </fieldset>
      ))}
      <ErrorText error={error} />
      <div className="row row--end">
        <button type="button" className="button" onClick={onCancel}>
          {mayEdit ? common.cancel : common.close}
        </button>
        {mayEdit && onSaveNext !== null && (
          <button type="button" className="button" disabled={busy} onClick={() => submit(onSaveNext)}>
            {texts.saveNext}
          </button>
        )}
        {mayEdit && (
          <button type="submit" className="button button--primary" disabled={busy}>
            {common.save}
          </button>
        )}
      </div>
    </form>
  );
}

function focusField(form: HTMLFormElement | null, field: PupilField): void {
  const control = form?.querySelector<HTMLElement>(`[data-field="${field}"] .input`);
  control?.focus();
  control?.scrollIntoView({ block: 'nearest' });
}

function OneField({ field, ...props }: { readonly field: PupilField; readonly value: string; readonly onChange: (value: string) => void; readonly warning: string | undefined; readonly error: string | undefined; readonly disabled: boolean }) {
  const texts = useTexts(pupilsTexts);
  const label = texts.fields[field];
  if (field === 'birthDate') return <DateField label={label} required {...props} />;
  if (field === 'sex') {
    const sexes = [
      { value: 'male', label: texts.male },
      { value: 'female', label: texts.female },
    ];
    return <SelectField label={label} required {...props} options={props.value === '' ? [{ value: '', label: texts.chooseSex }, ...sexes] : sexes} />;
  }
  if (field === 'ethnicity') return <SelectField label={label} {...props} options={[{ value: '', label: texts.chooseEthnicity }, ...ethnicities.map(({ code, name }) => ({ value: code, label: name }))]} />;
  return <TextField label={label} required={field === 'fullName'} digits={field === 'personalId'} maxLength={longest[field]} {...props} />;
}
