import type { BundleScope } from '#core/contract/exchange.ts';
import { exchangeTexts } from '#core/text/exchange.ts';
import type { ClassId, PupilId } from '#core/values/ids.ts';
import { SelectField } from '../../components/field.tsx';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

export type ScopeKind = BundleScope['kind'];

/** What the bundle is of: the class, the whole year, or one pupil of the class. Without a class only the year can be. */
export function BundleChoice({ kind, onKind, classId, className, pupilId, onPupil, disabled }: {
  readonly kind: ScopeKind;
  readonly onKind: (kind: ScopeKind) => void;
  readonly classId: ClassId | null;
  readonly className: string;
  readonly pupilId: PupilId | null;
  readonly onPupil: (pupilId: PupilId | null) => void;
  readonly disabled: boolean;
}) {
  const texts = useTexts(exchangeTexts);
  const kinds: readonly ScopeKind[] = classId === null ? ['year'] : ['class', 'year', 'pupil'];
  return (
    <div className="stack stack--tight">
      <fieldset className="segments">
        <legend className="visually-hidden">{texts.bundleOf}</legend>
        {kinds.map((each) => (
          <label key={each} className="segments__one">
            <input type="radio" name="scope" checked={kind === each} disabled={disabled} onChange={() => onKind(each)} />
            <span>{each === 'class' ? texts.scopes.class(className) : texts.scopes[each]}</span>
          </label>
        ))}
      </fieldset>
      {kind === 'pupil' && classId !== null && <PupilChoice classId={classId} value={pupilId} onChange={onPupil} disabled={disabled} />}
    </div>
  );
}

function PupilChoice({ classId, value, onChange, disabled }: { readonly classId: ClassId; readonly value: PupilId | null; readonly onChange: (pupilId: PupilId | null) => void; readonly disabled: boolean }) {
  const texts = useTexts(exchangeTexts);
  const list = useQuery('records.class', { classId }, ['records', 'signing']);
  const pupils = list.value?.records ?? [];
  return (
    <SelectField
      label={texts.transferPupil}
      value={value ?? ''}
      onChange={(chosen) => onChange(pupils.find(({ pupilId }) => pupilId === chosen)?.pupilId ?? null)}
      disabled={disabled}
      options={[{ value: '', label: texts.choosePupil }, ...pupils.map(({ pupilId, fullName }) => ({ value: pupilId, label: fullName }))]}
    />
  );
}

/** What will be in the bundle, and who will not be: seen before the PIN is asked for. */
export function BundlePreview({ scope }: { readonly scope: BundleScope }) {
  const texts = useTexts(exchangeTexts);
  const contents = useQuery('exchange.contents', { scope }, ['records', 'signing', 'exchange']);
  if (contents.value === null) return null;
  const { records, classes, missing, bytes } = contents.value;
  const megabytes = Math.max(1, Math.round(bytes / 1_000_000)).toLocaleString('vi-VN');
  return (
    <div className="stack stack--tight">
      <p>
        <strong>{records === 0 ? texts.emptyBundle : texts.bundleHolds(records)}</strong>
        {records > 0 && <span className="soft"> {scope.kind === 'year' ? texts.bundleOfYear(classes, megabytes) : texts.bundleSize(megabytes)}</span>}
      </p>
      {scope.kind === 'pupil' && <p className="soft">{texts.transferText}</p>}
      {missing.length > 0 && (
        <details className="missing">
          <summary>{scope.kind === 'pupil' ? texts.missingYears(missing.length) : texts.missing(missing.length)}</summary>
          <ul className="missing__list">
            {missing.map(({ pupilName, className, schoolYear }, index) => (
              <li key={`${pupilName} ${index}`}>{scope.kind === 'pupil' ? `${schoolYear}, ${className}` : `${className} · ${pupilName}`}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
