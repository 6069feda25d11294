import { OfficeError } from '#core/contract/errors.ts';
import type { PrimaryRules } from '#core/rules/rule-tables.ts';
import { lengthOf, longestComment } from '#core/values/comment-lengths.ts';
import { attributeLevels, parseAttributeLevel } from '#core/values/registers.ts';
import { cleaned } from '../gradebook/mark-input.ts';
import { keptCells } from './kept-cells.ts';
import { plainColumn, type OpenRegister, type RegisterColumn, type RegisterSource } from './open-register.ts';

/**
 * Qualities and competencies of a primary class at one of four moments (TT 27/2020 Art. 5 and 7): T Tốt, Đ Đạt, C Cần cố gắng, and the record's three comments;
 * after the supplementary assessment (Art. 11) only what was C at the year's end.
 * Errors: registers.not-kept for other classes; reading a cell: registers.not-an-attribute, registers.support-not-due, mark.comment-too-long.
 */
export async function openAttributes({ repositories, frame, period }: RegisterSource): Promise<OpenRegister> {
  if (frame.kind !== 'primary') throw new OfficeError('registers.not-kept', { className: frame.group.name });
  const cells = await repositories.registers.cells(frame.group.id, 'attributes', period);
  const isSupport = period === '2-support';
  const atEnd = isSupport ? await repositories.registers.cells(frame.group.id, 'attributes', '2-end') : [];
  const columns = attributeColumns(frame.rules, frame.group.grade, new Set([...cells, ...atEnd].map(({ column }) => column))).filter(({ kind }) => !isSupport || kind === 'choice');
  const open = new Set([...atEnd.filter(({ value }) => value === 'C'), ...cells].map(({ enrollmentId, column }) => `${enrollmentId} ${column}`));
  const byName = new Map(columns.map((column) => [column.column, column]));
  return {
    ...keptCells(repositories, { register: 'attributes', period }, cells),
    columns,
    pupils: await repositories.pupils.ofClass(frame.group.id),
    read({ enrollmentId, column }, typed) {
      const text = cleaned(typed);
      if (isSupport && text !== '' && !open.has(`${enrollmentId} ${column}`)) throw new OfficeError('registers.support-not-due');
      const longest = byName.get(column)?.longest ?? null;
      if (longest === null) {
        const level = parseAttributeLevel(text);
        if (text !== '' && level === null) throw new OfficeError('registers.not-an-attribute');
        return level ?? '';
      }
      if (lengthOf(text) > longest) throw new OfficeError('mark.comment-too-long', { length: longest });
      return text;
    },
    semesterOf: () => (period.startsWith('1') ? 1 : 2),
    computed: () => ({}),
    closed: (enrollmentId) => (isSupport ? columns.map(({ column }) => column).filter((column) => !open.has(`${enrollmentId} ${column}`)) : []),
    doubts: () => [],
    totals: () => [],
  };
}

type AttributeGroup = 'qualities' | 'general' | 'specific';

/** What a class is judged in. Competencies of subjects that the grade does not have yet (tin học, công nghệ) only where something was entered. `used`: such columns. */
export function attributeColumns({ qualities, competencies }: PrimaryRules, grade: number, used: ReadonlySet<string>): readonly RegisterColumn[] {
  const level = (code: string, name: string, group: AttributeGroup): RegisterColumn => ({ ...plainColumn, column: code, kind: 'choice', choices: [...attributeLevels], name, group });
  const comment = (column: string, group: AttributeGroup): RegisterColumn => ({ ...plainColumn, column, kind: 'text', longest: longestComment, group });
  const due = competencies.filter(({ code, optionalUntilGrade }) => grade > optionalUntilGrade || used.has(code));
  const competency = (general: boolean) => due.filter((each) => each.general === general).map(({ code, name }) => level(code, name, general ? 'general' : 'specific'));
  const levels = [...qualities.map(({ code, name }) => level(code, name, 'qualities')), ...competency(true), ...competency(false)];
  return [...levels, comment('NHAN_XET_PHAM_CHAT', 'qualities'), comment('NHAN_XET_NANG_LUC_CHUNG', 'general'), comment('NHAN_XET_NANG_LUC_DAC_THU', 'specific')];
}
