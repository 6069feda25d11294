import type { ImportRow } from '#core/contract/pupils.ts';
import { formatDay } from '#core/text/common.ts';
import { pupilsTexts } from '#core/text/pupils.ts';
import { ethnicityName } from '#core/values/ethnicities.ts';
import { useTexts } from '../../state/use-texts.ts';

type Cell = ImportRow['cells'][number];

/** Fields by name, the class and the state too. */
export function useFieldName(): (field: string) => string {
  const texts = useTexts(pupilsTexts);
  const names: Readonly<Record<string, string>> = { ...texts.fields, className: texts.className, status: texts.enrollment };
  return (field) => names[field] ?? field;
}

/** Codes and dates as people read them. */
function useWords(): (field: Cell['field'], value: string) => string {
  const texts = useTexts(pupilsTexts);
  const sexes: Readonly<Record<string, string>> = { male: texts.male, female: texts.female };
  const statuses: Readonly<Record<string, string>> = texts.statuses;
  return (field, value) => {
    if (field === 'birthDate') return formatDay(value);
    if (field === 'sex') return sexes[value] ?? value;
    if (field === 'status') return statuses[value] ?? value;
    return field === 'ethnicity' ? (ethnicityName(value) ?? value) : value;
  };
}

/** A cell as it will be stored; what is refused is shown as it stands in the file, with the reason. */
export function ShownCell({ cell }: { readonly cell: Cell | undefined }) {
  const texts = useTexts(pupilsTexts);
  const words = useWords();
  if (cell === undefined) return null;
  const text = cell.severity === 'error' || cell.value === '' ? cell.text.replace(/\s+/gu, ' ').trim() : words(cell.field, cell.value);
  if (cell.problem === null) return text;
  return (
    <span className="import-cell" data-severity={cell.severity} title={texts.problems[cell.problem]}>
      {text === '' ? texts.emptyCell : text}
    </span>
  );
}

/** Everything to be said about a row: why it is refused, what was mended, what will change. */
export function RowRemarks({ row }: { readonly row: ImportRow }) {
  const texts = useTexts(pupilsTexts);
  const fieldName = useFieldName();
  const words = useWords();
  const changes = row.state === 'changed' ? row.cells.filter(({ before, value }) => before !== null && value !== '' && before !== value) : [];
  return (
    <ul className="remarks">
      {row.cells.map(({ field, problem, severity, text }) =>
        problem === null ? null : (
          <li key={field} data-severity={severity}>
            {text.trim() === '' ? texts.remark(fieldName(field), texts.problems[problem]) : texts.remarkOn(fieldName(field), text.replace(/\s+/gu, ' ').trim(), texts.problems[problem])}
          </li>
        ),
      )}
      {changes.map(({ field, before, value }) => (
        <li key={`change ${field}`}>{before === null || before === '' ? texts.isNow(fieldName(field), words(field, value)) : texts.wasIs(fieldName(field), words(field, before), words(field, value))}</li>
      ))}
    </ul>
  );
}
