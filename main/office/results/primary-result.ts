import type { AttributePeriod, Moment } from '#core/values/registers.ts';
import { primaryAward, primaryDecision, primaryOutcome, withSupplement, type AttributeLevel, type PrimaryAward, type PrimaryDecision, type PrimaryOutcome, type PrimarySubject, type PrimaryYear, type Recognition } from '#core/rules/tt27/primary-year.ts';
import type { PrimaryClassData, PrimaryClassSubject, PrimaryFrame, PupilYear } from './class-data.ts';
import { markIn } from './subject-year.ts';
import { transferredIn } from './transferred.ts';

/** Levels of one pupil's qualities and competencies at one moment, by code. */
export type AttributeLevels = ReadonlyMap<string, AttributeLevel>;

/** What a primary pupil's year comes to (TT 27/2020 Art. 9, 11, 13). */
export type PrimaryResult = {
  readonly pupil: PupilYear;
  readonly year: PrimaryYear;
  /** Null while a level or a compulsory test of the year's end is missing. */
  readonly outcome: PrimaryOutcome | null;
  readonly award: PrimaryAward | null;
  readonly recognition: Recognition;
  readonly decision: PrimaryDecision;
  /** After the supplementary assessment, where there was one. */
  readonly afterSupport: { readonly year: PrimaryYear; readonly outcome: PrimaryOutcome | null; readonly decision: PrimaryDecision } | null;
  /** The principal's word where the supplementary assessment did not help (Art. 11.2). */
  readonly principalDecision: 'PROMOTED' | 'RETAINED' | null;
  /** How the year ends: null while that is open. */
  readonly promoted: boolean | null;
};

/** `attributes`: at the year's end; `improved`: after the supplementary assessment. */
export function primaryResult(data: Pick<PrimaryFrame, 'rules' | 'subjects' | 'group'>, pupil: PupilYear, attributes: AttributeLevels, improved: AttributeLevels): PrimaryResult {
  const { rules, group } = data;
  const year: PrimaryYear = { grade: group.grade, subjects: primarySubjects(data, pupil, '2-end'), attributes: attributesDue(data, attributes).map((code) => ({ code, level: attributes.get(code) ?? null })) };
  const outcome = primaryOutcome(year, rules);
  const decision = primaryDecision(outcome, group.grade, false, rules);
  const again = { subjects: supplementOf(data, pupil), attributes: improved };
  const isSupported = decision === 'NEEDS_SUPPORT' && again.subjects.size + again.attributes.size > 0;
  const supported = withSupplement(year, again);
  const after = isSupported ? primaryOutcome(supported, rules) : null;
  const afterSupport = !isSupported ? null : { year: supported, outcome: after, decision: primaryDecision(after, group.grade, true, rules) };
  const last = afterSupport?.decision ?? decision;
  const principalDecision = last === 'PRINCIPAL_DECIDES' ? (pupil.homeroom?.supportDecision ?? null) : null;
  const recognition = { classNomination: pupil.homeroom?.nominated === 1, outstandingOrProgress: (pupil.homeroom?.outstanding ?? '') !== '' };
  return { pupil, year, recognition, outcome, award: primaryAward(outcome, recognition), decision, afterSupport, principalDecision, promoted: isPromoted(last, principalDecision) };
}

/** A pupil's subjects at one moment; subjects the pupil is exempt from count as not assessed (M). */
export function primarySubjects({ subjects }: Pick<PrimaryFrame, 'subjects'>, pupil: PupilYear, moment: Moment): readonly PrimarySubject[] {
  return subjects.filter(({ id }) => !pupil.notTaken.has(id)).map((subject) => primarySubject(subject, pupil, moment));
}

function primarySubject(subject: PrimaryClassSubject, pupil: PupilYear, moment: Moment): PrimarySubject {
  const semester = moment.startsWith('1') ? 1 : 2;
  const at = moment.endsWith('mid') ? 'mid' : 'end';
  const marks = pupil.marks.get(subject.id) ?? [];
  const supplied = at === 'end' ? transferredIn(pupil, subject.id, semester) : null;
  const test = supplied?.score ?? markIn(marks, semester, `${at}Test`)?.score ?? null;
  return { code: subject.code, level: pupil.exempt.has(subject.id) ? 'M' : (supplied?.level ?? markIn(marks, semester, `${at}Level`)?.level ?? null), test: test === null ? null : Math.trunc(test / 10) };
}

/** Codes in the order of the circular; competencies of subjects that the grade does not have yet only where something was entered. */
export function attributesDue({ rules, group }: Pick<PrimaryFrame, 'rules' | 'group'>, entered: AttributeLevels): readonly string[] {
  return [...rules.qualities.map(({ code }) => code), ...rules.competencies.filter(({ code, optionalUntilGrade }) => group.grade > optionalUntilGrade || entered.has(code)).map(({ code }) => code)];
}

/** By enrollment: the levels that stand at a moment. */
export function attributesAt(entries: readonly { readonly enrollmentId: string; readonly period: AttributePeriod; readonly code: string; readonly level: AttributeLevel }[], moment: AttributePeriod): ReadonlyMap<string, AttributeLevels> {
  const byPupil = new Map<string, Map<string, AttributeLevel>>();
  for (const { enrollmentId, period, code, level } of entries) {
    if (period !== moment) continue;
    const own = byPupil.get(enrollmentId) ?? new Map<string, AttributeLevel>();
    byPupil.set(enrollmentId, own.set(code, level));
  }
  return byPupil;
}

/** All results of a class, in class order. */
export function primaryResults(data: PrimaryClassData, entries: Parameters<typeof attributesAt>[0]): readonly PrimaryResult[] {
  const [end, support] = [attributesAt(entries, '2-end'), attributesAt(entries, '2-support')];
  return data.pupils.filter(({ enrollment }) => enrollment.status === 'studying').map((pupil) => primaryResult(data, pupil, end.get(pupil.enrollment.id) ?? new Map(), support.get(pupil.enrollment.id) ?? new Map()));
}

function supplementOf({ subjects }: Pick<PrimaryFrame, 'subjects'>, pupil: PupilYear): Parameters<typeof withSupplement>[1]['subjects'] {
  return new Map(
    subjects.flatMap(({ id, code }) => {
      const marks = pupil.marks.get(id) ?? [];
      const level = markIn(marks, 2, 'supportLevel')?.level ?? undefined;
      const test = markIn(marks, 2, 'supportTest')?.score ?? undefined;
      if (level === undefined && test === undefined) return [];
      return [[code, { ...(level === undefined ? {} : { level }), ...(test === undefined ? {} : { test: Math.trunc(test / 10) }) }] as const];
    }),
  );
}

function isPromoted(decision: PrimaryDecision, principal: 'PROMOTED' | 'RETAINED' | null): boolean | null {
  if (decision === 'COMPLETED_CLASS' || decision === 'COMPLETED_PRIMARY') return true;
  return decision === 'PRINCIPAL_DECIDES' && principal !== null ? principal === 'PROMOTED' : null;
}
