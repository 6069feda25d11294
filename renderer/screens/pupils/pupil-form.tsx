import { useEffect, useRef, useState } from 'react';
import type { PupilData } from '#core/contract/pupils.ts';
import type { PupilField } from '#core/contract/shared.ts';
import { commonTexts } from '#core/text/common.ts';
import { pupilsTexts } from '#core/text/pupils.ts';
import { ethnicities } from '#core/values/ethnicities.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { DateField, SelectField, TextField } from '../../components/field.tsx';
import type { CallError } from '../../state/office.ts';
import { useTexts } from '../../state/use-texts.ts';

const order: readonly PupilField[] = ['fullName', 'birthDate', 'sex', 'ethnicity', 'personalId', 'ministryCode', 'registryNumber', 'nationality', 'birthPlace', 'homeTown', 'address', 'fatherName', 'motherName', 'guardianName'];

/** Page 1 of the record as a form. Fields that the record needs and that are empty say so; `focus` puts the cursor where a list led. */
export function PupilForm({ title, initial, lacking, focus, mayEdit, busy, error, onSave, onCancel }: {
  readonly title: string;
  readonly initial: PupilData;
  readonly lacking: readonly PupilField[];
  readonly focus: PupilField | null;
  readonly mayEdit: boolean;
  readonly busy: boolean;
  readonly error: CallError | null;
  readonly onSave: (data: PupilData) => void;
  readonly onCancel: () => void;
}) {
  const texts = useTexts(pupilsTexts);
  const common = useTexts(commonTexts);
  const [data, setData] = useState(initial);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    const wanted = form.current?.querySelector<HTMLElement>(`[data-field="${focus ?? 'fullName'}"] .input`);
    wanted?.focus();
  }, [focus]);

  const set = (field: PupilField) => (value: string) => setData((old) => ({ ...old, [field]: value }));
  const needed = (field: PupilField) => (lacking.includes(field) && data[field] === initial[field] ? texts.needed : undefined);
  const missing = (field: PupilField) => (tried && (field === 'fullName' || field === 'birthDate') && data[field].trim() === '' ? common.fillThis : undefined);

  return (
    <form
      ref={form}
      className="sheet stack"
      aria-label={title}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (data.fullName.trim() !== '' && data.birthDate !== '') onSave(data);
      }}
    >
      <h2>{title}</h2>
      {!mayEdit && <p className="soft">{texts.readOnly}</p>}
      <div className="form-grid">
        {order.map((field) => (
          <div key={field} data-field={field} className={field === 'address' ? 'form-grid__wide' : undefined}>
            <OneField field={field} value={data[field]} onChange={set(field)} warning={needed(field)} error={missing(field)} disabled={!mayEdit} />
          </div>
        ))}
      </div>
      <ErrorText error={error} />
      <div className="row row--end">
        <button type="button" className="button" onClick={onCancel}>
          {mayEdit ? common.cancel : common.close}
        </button>
        {mayEdit && (
          <button type="submit" className="button button--primary" disabled={busy}>
            {common.save}
          </button>
        )}
      </div>
    </form>
  );
}

function OneField({ field, ...props }: { readonly field: PupilField; readonly value: string; readonly onChange: (value: string) => void; readonly warning: string | undefined; readonly error: string | undefined; readonly disabled: boolean }) {
  const texts = useTexts(pupilsTexts);
  const label = texts.fields[field];
  if (field === 'birthDate') return <DateField label={label} required {...props} />;
  if (field === 'sex') {
    return (
      <SelectField
        label={label}
        {...props}
        options={[
          { value: 'male', label: texts.male },
          { value: 'female', label: texts.female },
        ]}
      />
    );
  }
  if (field === 'ethnicity') return <SelectField label={label} {...props} options={[{ value: '', label: texts.chooseEthnicity }, ...ethnicities.map(({ code, name }) => ({ value: code, label: name }))]} />;
  return <TextField label={label} required={field === 'fullName'} digits={field === 'personalId'} maxLength={field === 'personalId' ? 12 : 300} {...props} />;
}
