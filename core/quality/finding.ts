import { findingCodes, ruleOf, type FindingCode, type RuleId, type Severity } from './rules.ts';
import type { PersonField, Place } from './quality-data.ts';

/** Whom or what a finding is about. */
export type Subject =
  | { readonly kind: 'pupil'; readonly id: string; readonly classId: string; readonly name: string }
  | { readonly kind: 'teacher'; readonly id: string; readonly classId: null; readonly name: string }
  | { readonly kind: 'class'; readonly id: string; readonly classId: string; readonly name: string }
  | { readonly kind: 'school'; readonly id: ''; readonly classId: null; readonly name: '' };

/** A change that nobody has to think about: of one field of a pupil, from what stands there to what it is to be. */
export type SafeFix = { readonly pupilId: string; readonly field: PersonField; readonly before: string; readonly after: string };

/** `params` fill the sentence of the code. `key`: the same finding at another time; it changes with the values, so that a waiver never outlives what it was about. */
export type Finding = {
  readonly code: FindingCode;
  readonly ruleId: RuleId;
  readonly severity: Severity;
  readonly subject: Subject;
  readonly field: string | null;
  readonly params: Readonly<Record<string, string | number>>;
  readonly place: Place;
  readonly fix: SafeFix | null;
  readonly key: string;
};

/** What a check says before it is known about whom. `pair`: ids of a finding that is the same seen from either side. */
export type Remark = { readonly code: FindingCode; readonly field: string | null; readonly params: Readonly<Record<string, string | number>>; readonly after?: string; readonly pair?: readonly string[] };

export function remark(code: FindingCode, field: string | null, params: Remark['params'] = {}, after?: string): Remark {
  return after === undefined ? { code, field, params } : { code, field, params, after };
}

export function finding({ code, field, params, pair }: Remark, subject: Subject, place: Place, fix: SafeFix | null = null): Finding {
  const values = Object.entries(params)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  const about = pair === undefined ? [subject.kind, subject.id, field ?? '', ...values] : pair.toSorted();
  return { code, ruleId: ruleOf(code), severity: findingCodes[code], subject, field, params, place, fix, key: [code, ...about].join('|') };
}
