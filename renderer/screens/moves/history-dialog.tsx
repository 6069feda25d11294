import { useState } from 'react';
import type { HistoricYear, MoveAction } from '#core/contract/moves.ts';
import { commonTexts, formatDay, parseDay } from '#core/text/common.ts';
import { movesTexts } from '#core/text/moves.ts';
import type { PupilId } from '#core/values/ids.ts';
import { useTexts } from '../../state/use-texts.ts';
import { MoveDialog } from './move-dialog.tsx';

type Draft = Omit<HistoricYear, 'enteredOn'> & { readonly key: number; readonly enteredOn: string };
const fields = ['schoolYear', 'className', 'school', 'enteredOn', 'circular', 'learning', 'conduct', 'outcome', 'title'] as const;
const longest: Readonly<Record<(typeof fields)[number], number>> = { schoolYear: 9, className: 20, school: 150, enteredOn: 10, circular: 60, learning: 30, conduct: 30, outcome: 60, title: 60 };

/** Years at other schools or under older circulars, one line each, in the words of the old record. */
export function HistoryDialog({ pupilId, name, standing, onClose }: { readonly pupilId: PupilId; readonly name: string; readonly standing: readonly HistoricYear[]; readonly onClose: () => void }) {
  const texts = useTexts(movesTexts);
  const common = useTexts(commonTexts);
  const [rows, setRows] = useState<readonly Draft[]>(() => [...standing.map((year, index) => ({ ...year, enteredOn: formatDay(year.enteredOn), key: index })), ...(standing.length === 0 ? [blank(0)] : [])]);
  const filled = rows.filter((row) => fields.some((field) => row[field].trim() !== ''));
  const wrong = (row: Draft, field: (typeof fields)[number]) => {
    if (!filled.includes(row)) return false;
    if (field === 'schoolYear') return !/^\d{4}-\d{4}$/u.test(row.schoolYear);
    if (field === 'enteredOn') return parseDay(row.enteredOn) === null;
    return field === 'school' && row.school.trim() === '';
  };
  const ready = filled.every((row) => !fields.some((field) => wrong(row, field)));
  const action: MoveAction | null = ready ? { kind: 'set-history', pupilId, years: filled.map(({ key: _key, ...row }) => ({ ...row, enteredOn: parseDay(row.enteredOn) ?? '' })) } : null;
  const change = (key: number, field: (typeof fields)[number], value: string) => setRows(rows.map((row) => (row.key === key ? { ...row, [field]: value } : row)));
  return (
    <MoveDialog title={texts.titles.history(name)} confirmLabel={texts.kinds['set-history']} action={action} onClose={onClose}>
      <p className="soft small">{texts.historyText}</p>
      <div className="history-years">
        {rows.map((row, index) => (
          <fieldset key={row.key} className="history-year">
            <legend className="visually-hidden">{texts.historyYear(index + 1)}</legend>
            {fields.map((field) => (
              <label key={field} className="history-year__field" data-field={field}>
                <span className="small">{texts.historyFields[field]}</span>
                <input className="input" value={row[field]} maxLength={longest[field]} placeholder={field === 'schoolYear' ? '2019-2020' : field === 'enteredOn' ? 'dd/mm/yyyy' : undefined} aria-invalid={wrong(row, field) || undefined} onChange={(event) => change(row.key, field, event.target.value)} />
              </label>
            ))}
            <button type="button" className="button button--small" onClick={() => setRows(rows.filter(({ key }) => key !== row.key))}>
              {common.remove}
            </button>
          </fieldset>
        ))}
      </div>
      <div>
        <button type="button" className="button" onClick={() => setRows([...rows, blank(Math.max(-1, ...rows.map(({ key }) => key)) + 1)])}>
          {texts.addYear}
        </button>
      </div>
    </MoveDialog>
  );
}

function blank(key: number): Draft {
  return { key, schoolYear: '', className: '', school: '', enteredOn: '', circular: '', learning: '', conduct: '', outcome: '', title: '' };
}
