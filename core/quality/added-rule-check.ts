import type { AddedRule } from './added-rules.ts';
import { remark, type Remark } from './finding.ts';
import type { Person } from './quality-data.ts';

/** What a province's rules say of one pupil. */
export function checkAddedRules(person: Person, rules: readonly AddedRule[]): readonly Remark[] {
  return rules.filter((rule) => concerns(rule, person) && !holds(rule, person[rule.field])).map(({ id, severity, field: about, message }) => remark(severity === 'error' ? 'P00.error' : 'P00.warning', about, { rule: id, value: person[about], message: message.vi, messageEn: message.en }));
}

function concerns({ where }: AddedRule, person: Person): boolean {
  return where === null || where.oneOf.includes(person[where.field]);
}

function holds({ check: wanted }: AddedRule, text: string): boolean {
  if (wanted.kind === 'required') return text !== '';
  if (text === '') return true;
  switch (wanted.kind) {
    case 'pattern':
      return new RegExp(`^(?:${wanted.pattern})$`, 'u').test(text);
    case 'one-of':
      return wanted.values.includes(text);
    case 'longest':
      return Array.from(text).length <= wanted.characters;
    default:
      return wanted satisfies never;
  }
}
