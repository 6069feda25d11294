import { OfficeError } from '#core/contract/errors.ts';
import type { ClassEnd, EndState, YearEnd } from '#core/contract/year-turn.ts';
import { formatTenths, type PassLevel, type Tenths } from '#core/values/marks.ts';
import { classId as classIdOf, enrollmentId as enrollmentIdOf, subjectId as subjectIdOf } from '#core/values/ids.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredFinalDecision } from '../ports/move-repository.ts';
import type { StoredClass } from '../ports/school-repositories.ts';
import { gatherClass, studying, type ClassData, type PupilYear } from '../results/class-data.ts';
import { primaryResults, type PrimaryResult } from '../results/primary-result.ts';
import { levelOf, pupilResult, type YearResult } from '../results/pupil-result.ts';
import { canonicalText } from './move-plan.ts';

/** One pupil's end of the year, with the results that a confirmation rests on as canonical text. */
export type PupilEnd = Omit<YearEnd, 'fixed'> & { readonly pupil: PupilYear; readonly basis: string; readonly stored: StoredFinalDecision | null };

/** A class with its pupils' ends; `data` null: preschool, where everybody goes on. */
export type ClassEnds = { readonly group: StoredClass; readonly data: ClassData | null; readonly ends: readonly PupilEnd[]; readonly size: number };

/** Throws OfficeError school.not-found, results.no-rules. */
export async function gatherEnds(repositories: Repositories, group: StoredClass): Promise<ClassEnds> {
  const data = await classData(repositories, group);
  if (data === null) return { group, data, ends: [], size: (await repositories.pupils.ofClass(group.id)).filter(({ enrollment }) => enrollment.status === 'studying').length };
  const attributes = data.kind === 'primary' ? await repositories.registers.attributes(group.id) : [];
  const stored = new Map((await repositories.moves.finalDecisions(group.id)).map((decision) => [decision.enrollmentId, decision]));
  return { group, data, ends: endsOf(data, attributes).map((end) => ({ ...end, stored: stored.get(end.enrollmentId) ?? null })), size: studying(data).length };
}

async function classData(repositories: Repositories, group: StoredClass): Promise<ClassData | null> {
  try {
    return await gatherClass(repositories, group.id);
  } catch (error) {
    if (error instanceof OfficeError && error.code === 'results.no-rules' && group.grade === 0) return null;
    throw error;
  }
}

/** What the results of those who study in the class lead to. */
export function endsOf(data: ClassData, attributes: Parameters<typeof primaryResults>[1]): readonly Omit<PupilEnd, 'stored'>[] {
  if (data.kind === 'primary') return primaryResults(data, attributes).map((result) => primaryEnd(data.subjects, result));
  return studying(data).map((pupil) => levelEnd(pupilResult(data, pupil)));
}

/** The contract's line, with what the principal confirmed. */
export function yearEndOf({ pupil: _pupil, basis, stored, ...end }: PupilEnd): YearEnd {
  return { ...end, fixed: stored === null ? null : { decision: stored.decision, on: stored.decidedOn, by: stored.decidedBy, outdated: stored.basis !== basis || stored.decision !== end.now } };
}

/** Whether the principal confirmed the decision that holds now. */
export function isConfirmed({ stored, basis, now }: PupilEnd): boolean {
  return stored !== null && stored.basis === basis && stored.decision === now;
}

export function classEndOf({ group, data, ends, size }: ClassEnds): ClassEnd {
  const count = (matches: (end: PupilEnd) => boolean) => ends.filter(matches).length;
  return {
    classId: classIdOf.parse(group.id),
    className: group.name,
    grade: group.grade,
    size,
    promoted: data === null ? size : count(({ now }) => now === 'PROMOTED'),
    retained: count(({ now }) => now === 'RETAINED'),
    open: count(({ now }) => now !== 'PROMOTED' && now !== 'RETAINED'),
    confirmed: data === null ? size : count(isConfirmed),
    hasResults: data !== null,
  };
}

function who(pupil: PupilYear): Pick<PupilEnd, 'enrollmentId' | 'position' | 'fullName' | 'pupil'> {
  return { pupil, enrollmentId: enrollmentIdOf.parse(pupil.enrollment.id), position: pupil.enrollment.position, fullName: pupil.pupil.data.fullName };
}

/** TT 22/2021 Art. 12 to 14: the decision of May, and the one after re-assessment and training in the summer. */
function levelEnd({ pupil, outcome, conduct, absences, subjects }: YearResult): Omit<PupilEnd, 'stored'> {
  const reassessable = new Set(outcome.reassessable);
  const words = { learning: outcome.learning?.level ?? '', conduct: conduct ?? '' };
  const after = outcome.afterSummer === null ? null : { learning: outcome.afterSummer.learning, conduct: outcome.afterSummer.conduct };
  const end = {
    ...who(pupil),
    before: outcome.decision,
    now: outcome.finalDecision,
    year: words,
    after,
    absences,
    reassess: subjects.filter(({ subject }) => reassessable.has(subject.id)).map(({ subject, year, reassessed }) => ({ subjectId: subjectIdOf.parse(subject.id), name: subject.name, before: valueText(year), after: valueText(reassessed) })),
    weakAttributes: 0,
    summerConduct: { due: outcome.decision === 'SUMMER_CONDUCT' || outcome.decision === 'SUMMER_CONDUCT_THEN_REASSESS', result: levelOf(pupil.homeroom?.summerConduct) },
  };
  return { ...end, basis: canonicalText({ year: words, after, absences, title: outcome.title }) };
}

/** TT 27/2020 Art. 11: completed, or after support by the supplementary assessment or the principal's word. */
function primaryEnd(taught: readonly { readonly id: string; readonly code: string; readonly name: string }[], { pupil, year, outcome, award, decision, afterSupport, principalDecision, promoted }: PrimaryResult): Omit<PupilEnd, 'stored'> {
  const state = (each: PrimaryResult['decision']): EndState => (each === 'COMPLETED_CLASS' || each === 'COMPLETED_PRIMARY' ? 'PROMOTED' : each);
  const last = state(afterSupport?.decision ?? decision);
  const words = { learning: outcome ?? '', conduct: '' };
  const after = afterSupport === null ? null : { learning: afterSupport.outcome ?? '', conduct: '' };
  const weak = year.subjects.filter(({ level, test }) => level === 'C' || (test !== null && test < 5));
  const end = {
    ...who(pupil),
    before: state(decision),
    now: promoted === null ? last : promoted ? ('PROMOTED' as const) : ('RETAINED' as const),
    year: words,
    after,
    absences: null,
    reassess: decision !== 'NEEDS_SUPPORT' ? [] : weak.flatMap(({ code, level, test }) => {
      const subject = taught.find((each) => each.code === code);
      if (subject === undefined) return [];
      const marks = pupil.marks.get(subject.id) ?? [];
      const again = marks.find(({ semester, column }) => semester === 2 && column === 'supportLevel')?.level ?? '';
      return [{ subjectId: subjectIdOf.parse(subject.id), name: subject.name, before: [level ?? '', test ?? ''].filter((text) => text !== '').join(', '), after: again }];
    }),
    summerConduct: { due: false, result: null },
    weakAttributes: decision === 'NEEDS_SUPPORT' ? year.attributes.filter(({ level }) => level === 'C').length : 0,
  };
  return { ...end, basis: canonicalText({ year: words, after, award, principalDecision }) };
}

/** `4,8`, `CĐ`; empty where there is none. */
function valueText(value: Tenths | PassLevel | null): string {
  return typeof value === 'number' ? formatTenths(value, ',') : (value ?? '');
}
