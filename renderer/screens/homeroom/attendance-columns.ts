import type { RegisterColumn, RegisterSheet } from '#core/contract/registers.ts';
import type { Language } from '#core/contract/shared.ts';
import { registersTexts } from '#core/text/registers.ts';
import { textsIn } from '#core/text/texts.ts';
import type { GridColumn } from '../../grid/grid-types.ts';
import { yearOfMonth } from './period-words.ts';

const [saturday, sunday] = [6, 7];

/**
 * A narrow column for every day of the month with its weekday over it, the ends of the weeks in grey, then the sums. Sundays only where one was entered or
 * `sundays` asks for them.
 */
export function attendanceColumns(sheet: RegisterSheet, sundays: boolean, language: Language): readonly GridColumn[] {
  const texts = textsIn(registersTexts, language);
  const { month } = yearOfMonth(sheet.period);
  const choices = (['P', 'K'] as const).map((text) => ({ text, title: texts.absences[text] }));
  const used = ({ column }: RegisterColumn) => sheet.rows.some(({ cells }) => cells[column] !== undefined);
  const days = sheet.columns.filter((column) => column.weekday !== null && (column.weekday !== sunday || sundays || used(column)));
  const sums = sheet.columns.filter(({ kind }) => kind === 'computed');
  return [
    ...days.map(({ column, weekday }): GridColumn => {
      const day = Number(column.slice(1));
      const at = (weekday ?? 1) - 1;
      return {
        key: column,
        header: String(day),
        title: texts.day(texts.weekdayNames[at] ?? '', day, month),
        group: texts.weekdays[at] ?? '',
        width: 'narrow',
        align: 'center',
        editor: 'choice',
        choices,
        figures: 'none',
        ...(weekday !== null && weekday >= saturday ? { shade: true } : {}),
      };
    }),
    ...sums.map(({ column, group }): GridColumn => {
      const name = column.toLowerCase().endsWith('unexcused') ? 'unexcused' : column.toLowerCase().endsWith('excused') ? 'excused' : 'absent';
      const roman = group === 'semester1' ? 'I' : 'II';
      const words = group === 'month' ? { group: texts.monthGroup, title: texts.monthSum(texts.sumTitles[name]) } : { group: texts.semesterGroup(roman), title: texts.semesterSum(roman, texts.sumTitles[name]) };
      return { key: column, header: texts.sums[name], ...words, width: 'narrow', align: 'center', editor: 'none', figures: 'none' };
    }),
  ];
}
