import type { RegisterColumn, RegisterRow, RegisterSheet, RegisterTotal } from '#core/contract/registers.ts';
import type { Language } from '#core/contract/shared.ts';
import { formatDay } from '#core/text/common.ts';
import { homeroomTexts } from '#core/text/homeroom.ts';
import { registersTexts } from '#core/text/registers.ts';
import { textsIn } from '#core/text/texts.ts';
import type { GridTotal } from '../../grid/grid-totals.tsx';
import type { GridCell, GridColumn, GridRow } from '../../grid/grid-types.ts';
import { attendanceColumns } from './attendance-columns.ts';
import { attributeColumns } from './attribute-columns.ts';
import { homeroomColumns } from './homeroom-columns.ts';

/** A register's columns as the grid shows them. `sundays`: attendance shows them too. */
export function registerColumns(sheet: RegisterSheet, sundays: boolean, language: Language): readonly GridColumn[] {
  if (sheet.register === 'attendance') return attendanceColumns(sheet, sundays, language);
  return sheet.register === 'attributes' ? attributeColumns(sheet, language) : homeroomColumns(sheet, language);
}

/** One pupil as the grid shows it. */
export function registerGridRow(sheet: RegisterSheet, row: RegisterRow, columns: readonly GridColumn[], language: Language): GridRow {
  const texts = textsIn(homeroomTexts, language);
  const locked = new Set(sheet.locked.map(({ column }) => column));
  const byName = new Map(sheet.columns.map((column) => [column.column, column]));
  const cells: Record<string, GridCell> = {};
  for (const column of columns) {
    const of = byName.get(column.key);
    const cell = of === undefined ? { text: '' } : cellOf(sheet, row, of, column, language);
    const closed = row.closed.includes(column.key);
    cells[column.key] = closed ? { text: '', readOnly: true, note: texts.summerNotDue } : !sheet.mayEdit || locked.has(column.key) ? { ...cell, readOnly: true } : cell;
  }
  return {
    id: row.enrollmentId,
    position: row.position,
    name: row.fullName,
    detail: formatDay(row.birthDate),
    ...(row.status === 'studying' ? {} : { inactive: row.status === 'left-school' ? texts.left : texts.moved }),
    cells,
  };
}

/** How many are absent each day; who with and who without permission stands in the note. Days on which nobody is are left blank. */
export function absentTotal({ totals }: RegisterSheet, language: Language): GridTotal {
  const texts = textsIn(registersTexts, language);
  const of = (name: RegisterTotal['name']) => totals.find((total) => total.name === name)?.cells ?? {};
  const [excused, unexcused, absent] = [of('excused'), of('unexcused'), of('absent')];
  const cells = Object.entries(absent).map(([column, count]) => [column, { text: count === 0 ? '' : String(count), note: texts.absentNote(excused[column] ?? 0, unexcused[column] ?? 0) }] as const);
  return { key: 'absent', label: texts.absentTotal, cells: Object.fromEntries(cells) };
}

function cellOf(sheet: RegisterSheet, row: RegisterRow, { column, kind, longest }: RegisterColumn, { choices }: GridColumn, language: Language): GridCell {
  const { text = '', changes = 0 } = row.cells[column] ?? {};
  const supplied = row.supplied[column];
  if (text === '' && supplied !== undefined) return { text: supplied, note: textsIn(registersTexts, language).supplied };
  const changed = changes > 0 ? { changed: true } : {};
  const doubt = row.doubts.find((each) => each.column === column);
  if (doubt !== undefined) return { text, tone: 'unusual', note: textsIn(registersTexts, language).doubt(doubt.expected), ...changed };
  if (text === '') return { text, ...changed };
  if (kind === 'measure') return { text: language === 'vi' ? text : text.replace(',', '.'), ...changed };
  if (kind === 'computed') return computedCell(sheet, column, text, language);
  if (longest !== null) return { text, note: text, ...changed };
  const note = choices?.find((choice) => choice.text === text)?.title;
  return { text, ...(note === undefined ? {} : { note }), ...toneOf(sheet, text), ...changed };
}

function toneOf({ register }: RegisterSheet, text: string): Pick<GridCell, 'tone'> {
  if (register === 'attendance') return { tone: text === 'K' ? 'absent' : 'excused' };
  return text === 'CĐ' || text === 'C' ? { tone: 'low' } : {};
}

/** Sums and the year's conduct; a pupil's nought is left blank, so that the others stand out. */
function computedCell({ register, absenceLimit, words }: RegisterSheet, column: string, text: string, language: Language): GridCell {
  const texts = textsIn(homeroomTexts, language);
  if (register === 'attendance') return { text: text === '0' ? '' : text };
  if (column === 'conductYear') return { text, ...(isLevel(text) ? { note: texts.levels[text] } : {}), ...(text === 'CĐ' ? { tone: 'low' as const } : {}) };
  if (column === 'absences' && absenceLimit !== null && Number(text) > absenceLimit.most) return { text, tone: 'low', note: texts.tooManyAbsences(absenceLimit.most, words.circular, absenceLimit.article) };
  return { text };
}

function isLevel(text: string): text is 'T' | 'K' | 'Đ' | 'CĐ' {
  return ['T', 'K', 'Đ', 'CĐ'].includes(text);
}
