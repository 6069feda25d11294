import type { HomeroomRow } from '#core/contract/homeroom.ts';
import { homeroomField, type Language } from '#core/contract/shared.ts';
import { formatDay } from '#core/text/common.ts';
import { homeroomTexts } from '#core/text/homeroom.ts';
import { textsIn } from '#core/text/texts.ts';
import { longestCommendation, longestComment } from '#core/values/comment-lengths.ts';
import { levels, type Level } from '#core/values/marks.ts';
import type { GridCell, GridColumn, GridRow } from '../../grid/grid-types.ts';

/** More sessions than this: not promoted (TT 22/2021 Art. 12). */
const mostAbsences = 45;

/** The homeroom teacher's columns. */
export function homeroomColumns(rows: readonly HomeroomRow[], language: Language): readonly GridColumn[] {
  const texts = textsIn(homeroomTexts, language);
  const level = { width: 'level', align: 'center', editor: 'line', canonical: canonicalLevel } as const;
  const count = { width: 'count', align: 'end', editor: 'line', canonical: canonicalCount } as const;
  const measure = { width: 'mark', align: 'end', editor: 'line', canonical: (text: string) => canonicalMeasure(text, language) } as const;
  const summer = rows.some((row) => row.mayTrainInSummer || row.summerConduct !== null);
  return [
    { key: 'conduct1', header: texts.semester('I'), title: texts.conductTitle(1), group: texts.conduct, ...level },
    { key: 'conduct2', header: texts.semester('II'), title: texts.conductTitle(2), group: texts.conduct, ...level },
    { key: 'conductYear', header: texts.year, title: texts.conductYearTitle, group: texts.conduct, width: 'level', align: 'center', editor: 'none' },
    ...(summer ? [{ key: 'summerConduct', header: texts.summerConduct, title: texts.summerConductTitle, ...level }] : []),
    { key: 'excused1', header: texts.excused, title: texts.excusedTitle(1), group: texts.absences('I'), ...count },
    { key: 'unexcused1', header: texts.unexcused, title: texts.unexcusedTitle(1), group: texts.absences('I'), ...count },
    { key: 'excused2', header: texts.excused, title: texts.excusedTitle(2), group: texts.absences('II'), ...count },
    { key: 'unexcused2', header: texts.unexcused, title: texts.unexcusedTitle(2), group: texts.absences('II'), ...count },
    { key: 'absences', header: texts.allAbsences, title: texts.allAbsencesTitle, width: 'count', align: 'end', editor: 'none' },
    { key: 'height', header: texts.height, title: texts.heightTitle, ...measure },
    { key: 'weight', header: texts.weight, title: texts.weightTitle, ...measure },
    { key: 'comment', header: texts.comment, title: texts.commentTitle, width: 'text', align: 'start', editor: 'long', comment: { kind: 'homeroom', subject: null, longest: longestComment } },
    { key: 'commendation', header: texts.commendation, title: texts.commendationTitle, width: 'text', align: 'start', editor: 'long', comment: { kind: 'commendation', subject: null, longest: longestCommendation } },
  ];
}

/** One pupil as the grid shows it. */
export function homeroomGridRow(row: HomeroomRow, mayEdit: boolean, language: Language): GridRow {
  const texts = textsIn(homeroomTexts, language);
  const number = (value: number | null): GridCell => ({ text: value === null ? '' : String(value) });
  const measure = (value: number | null): GridCell => ({ text: value === null ? '' : tenthsText(value, language) });
  const level = (value: Level | null): GridCell => (value === null ? { text: '' } : { text: value, note: texts.levels[value], ...(value === 'CĐ' ? { tone: 'low' as const } : {}) });
  const words = (value: string | null): GridCell => (value === null ? { text: '' } : { text: value, note: value });
  const cells: Record<string, GridCell> = {
    conduct1: level(row.conduct1),
    conduct2: level(row.conduct2),
    conductYear: level(row.conductYear),
    summerConduct: row.mayTrainInSummer || row.summerConduct !== null ? level(row.summerConduct) : { text: '', readOnly: true, note: texts.summerNotDue },
    excused1: number(row.excused1),
    unexcused1: number(row.unexcused1),
    excused2: number(row.excused2),
    unexcused2: number(row.unexcused2),
    absences: row.absences !== null && row.absences > mostAbsences ? { ...number(row.absences), tone: 'low', note: texts.tooManyAbsences } : number(row.absences),
    height: measure(row.height),
    weight: measure(row.weight),
    comment: words(row.comment),
    commendation: words(row.commendation),
  };
  if (!mayEdit) for (const field of homeroomField.options) cells[field] = { ...(cells[field] ?? { text: '' }), readOnly: true };
  return {
    id: row.enrollmentId,
    position: row.position,
    name: row.fullName,
    detail: formatDay(row.birthDate),
    ...(row.status === 'studying' ? {} : { inactive: row.status === 'left-school' ? texts.left : texts.moved }),
    cells,
  };
}

/** Measures are tenths: 1523 is 152,3. */
function tenthsText(value: number, language: Language): string {
  return `${Math.trunc(value / 10)}${language === 'vi' ? ',' : '.'}${value % 10}`;
}

function canonicalLevel(text: string): Level | null {
  const folded = text.toUpperCase().replace(/[ÐD]/gu, 'Đ');
  return levels.find((level) => level === folded) ?? null;
}

function canonicalCount(text: string): string | null {
  return /^\d{1,3}$/u.test(text) ? String(Number(text)) : null;
}

function canonicalMeasure(text: string, language: Language): string | null {
  const match = /^(\d{1,3})(?:[.,](\d))?$/u.exec(text);
  return match ? tenthsText(Number(match[1]) * 10 + Number(match[2] ?? 0), language) : null;
}
