import type { RegisterColumn, RegisterSheet } from '#core/contract/registers.ts';
import type { Language } from '#core/contract/shared.ts';
import { registersTexts } from '#core/text/registers.ts';
import { textsIn } from '#core/text/texts.ts';
import { attributeLevels } from '#core/values/registers.ts';
import type { GridColumn } from '../../grid/grid-types.ts';

/** Qualities, general and specific competencies (TT 27/2020), then the comments on each. */
export function attributeColumns({ columns }: RegisterSheet, language: Language): readonly GridColumn[] {
  const texts = textsIn(registersTexts, language);
  const choices = attributeLevels.map((text) => ({ text, title: texts.attributeLevels[text] }));
  return columns.map(({ column, name, group, longest }: RegisterColumn): GridColumn => {
    const about = group === 'general' || group === 'specific' ? group : 'qualities';
    const title = texts.attributeGroups[about];
    if (longest === null) return { key: column, header: texts.attributeHeaders[column as keyof typeof texts.attributeHeaders] ?? name ?? column, title: `${title}: ${name ?? column}`, group: title, width: 'level', align: 'center', editor: 'choice', choices };
    return { key: column, header: title, title: texts.attributeComments[about], group: texts.attributeComment, width: 'text', align: 'start', editor: 'long', comment: { kind: 'qualities', subject: null, longest } };
  });
}
