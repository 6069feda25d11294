import type { RegisterColumn, RegisterSheet } from '#core/contract/registers.ts';
import type { Language } from '#core/contract/shared.ts';
import { homeroomTexts } from '#core/text/homeroom.ts';
import { textsIn } from '#core/text/texts.ts';
import { longestCommendation, longestComment } from '#core/values/comment-lengths.ts';
import type { GridColumn } from '../../grid/grid-types.ts';

/** The homeroom teacher's columns in the order of the paper; conduct in summer only where somebody has to train. */
export function homeroomColumns(sheet: RegisterSheet, language: Language): readonly GridColumn[] {
  const texts = textsIn(homeroomTexts, language);
  const summer = sheet.rows.some(({ closed }) => !closed.includes('summerConduct'));
  const level = { width: 'level', align: 'center', editor: 'choice', choices: (['T', 'K', 'Đ', 'CĐ'] as const).map((text) => ({ text, title: texts.levels[text] })) } as const;
  const count = { width: 'count', align: 'end', editor: 'line', figures: 'none', canonical: canonicalCount } as const;
  const measure = { width: 'mark', align: 'end', editor: 'line', figures: 'none', canonical: (text: string) => canonicalMeasure(text, language) } as const;
  const long = { width: 'text', align: 'start', editor: 'long' } as const;
  const computed = { editor: 'none', figures: 'none' } as const;
  const known: Readonly<Record<string, GridColumn>> = {
    conduct1: { key: 'conduct1', header: texts.semester('I'), title: texts.conductTitle(1), group: texts.conduct, ...level },
    conduct2: { key: 'conduct2', header: texts.semester('II'), title: texts.conductTitle(2), group: texts.conduct, ...level },
    conductYear: { key: 'conductYear', header: texts.year, title: texts.conductYearTitle, group: texts.conduct, width: 'level', align: 'center', ...computed },
    ...(summer ? { summerConduct: { key: 'summerConduct', header: texts.summerConduct, title: texts.summerConductTitle, ...level } } : {}),
    excused1: { key: 'excused1', header: texts.excused, title: texts.excusedTitle(1), group: texts.absences('I'), ...count },
    unexcused1: { key: 'unexcused1', header: texts.unexcused, title: texts.unexcusedTitle(1), group: texts.absences('I'), ...count },
    excused2: { key: 'excused2', header: texts.excused, title: texts.excusedTitle(2), group: texts.absences('II'), ...count },
    unexcused2: { key: 'unexcused2', header: texts.unexcused, title: texts.unexcusedTitle(2), group: texts.absences('II'), ...count },
    absences: { key: 'absences', header: texts.allAbsences, title: texts.allAbsencesTitle, width: 'count', align: 'end', ...computed },
    height: { key: 'height', header: texts.height, title: texts.heightTitle, ...measure },
    weight: { key: 'weight', header: texts.weight, title: texts.weightTitle, ...measure },
    comment: { key: 'comment', header: texts.comment, title: texts.commentTitle, ...long, comment: { kind: 'homeroom', subject: null, longest: longestComment } },
    commendation: { key: 'commendation', header: texts.commendation, title: texts.commendationTitle, ...long, comment: { kind: 'commendation', subject: null, longest: longestCommendation } },
    nominated: { key: 'nominated', header: texts.nominated, title: texts.nominatedTitle, width: 'level', align: 'center', editor: 'choice', choices: [{ text: 'x', title: texts.yes }] },
    outstanding: { key: 'outstanding', header: texts.outstanding, title: texts.outstandingTitle, ...long, comment: { kind: 'commendation', subject: null, longest: longestCommendation } },
    supportDecision: { key: 'supportDecision', header: texts.supportDecision, title: texts.supportDecisionTitle, width: 'mark', align: 'center', editor: 'choice', choices: choicesOf(sheet, 'supportDecision') },
  };
  return sheet.columns.flatMap(({ column }) => known[column] ?? []);
}

function choicesOf({ columns }: Pick<RegisterSheet, 'columns'>, name: string): readonly { readonly text: string; readonly title: string }[] {
  return columns.find(({ column }: RegisterColumn) => column === name)?.choices.map((text) => ({ text, title: text })) ?? [];
}

function canonicalCount(text: string): string | null {
  return /^\d{1,3}$/u.test(text) ? String(Number(text)) : null;
}

function canonicalMeasure(text: string, language: Language): string | null {
  const match = /^(\d{1,3})(?:[.,](\d))?$/u.exec(text);
  return match ? `${String(Number(match[1]))}${language === 'vi' ? ',' : '.'}${match[2] ?? '0'}` : null;
}
