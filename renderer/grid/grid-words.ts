import type { Language } from '#core/contract/shared.ts';
import { errorText } from '#core/text/errors.ts';
import { gridTexts } from '#core/text/gradebook.ts';
import { textsIn } from '#core/text/texts.ts';
import type { GridSource } from './grid-edits.ts';
import { cellOf, isEditable, type Spot } from './grid-types.ts';
import type { CellWords } from './grid-events.ts';
import { cellKey, saveQueue } from './save-queue.ts';

/** A cell in words, for those who hear the sheet: whose, which column, what stands there and how it stands. */
export function cellWords(source: GridSource, { row, column }: Spot, language: Language): CellWords {
  const texts = textsIn(gridTexts, language);
  const cell = cellOf(row, column);
  const entry = saveQueue.getState().entries.get(cellKey(source.sheet, row.id, column.key));
  const text = entry?.text ?? cell.text;
  const failed = entry?.state === 'failed' && entry.error !== null ? errorText(language, entry.error.data) : null;
  const states = [
    ...(failed === null ? [] : [texts.cellFailed(`${failed.what} ${failed.todo}`)]),
    ...(entry !== undefined || cell.note === undefined || cell.note === text ? [] : [cell.note]),
    ...(cell.changed === true ? [texts.changed] : []),
    ...(row.inactive === undefined ? [] : [row.inactive]),
    ...(column.editor === 'none' ? [texts.cellComputed] : isEditable(row, column) ? [] : [texts.cellReadOnly]),
  ];
  return {
    label: `${row.name}, ${column.title}`,
    said: texts.cellSaid(row.name, column.title, text === '' ? texts.cellEmpty : text, states),
    hint: isEditable(row, column) && column.choices !== undefined ? texts.cellChoices(column.choices.map((choice) => texts.cellChoice(choice.text, choice.title))) : '',
    wrong: failed !== null,
  };
}
