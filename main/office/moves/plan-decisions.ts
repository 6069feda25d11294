import type { MoveAction, MoveRow } from '#core/contract/moves.ts';
import { classId as classIdOf } from '#core/values/ids.ts';
import { isLastGrade } from '#core/values/year-turn.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredClass, StoredYear } from '../ports/school-repositories.ts';
import { presentClass } from '../school/class-year.ts';
import { gatherEnds, isConfirmed, type ClassEnds, type PupilEnd } from './end-of-year.ts';
import { change, type MovePlan } from './move-plan.ts';
import { daysOfYear, remark } from './pupil-at.ts';

type Decide = Extract<MoveAction, { kind: 'decide' }>;

export type DecisionFacts = { readonly classes: readonly ClassEnds[]; readonly year: StoredYear; readonly by: string };

/** Errors: school.not-found, school.past-year. */
export async function gatherDecisions(repositories: Repositories, { classIds }: Decide, by: string): Promise<DecisionFacts> {
  const classes: ClassEnds[] = [];
  for (const classId of new Set(classIds)) classes.push(await gatherEnds(repositories, await presentClass(repositories, classId)));
  return { classes, year: await repositories.school.currentYear(), by };
}

/** The principal confirms how the year ends for every pupil of the classes (TT 22/2021 Art. 12; TT 27/2020 Art. 11). A class with an open year waits as a whole. */
export function planDecisions({ classes, year, by }: DecisionFacts, { on }: Decide): MovePlan {
  const due = classes.map(({ group, ends }) => ({ group, ends: ends.filter((end) => !isConfirmed(end)) }));
  const open = classes.flatMap(({ group, ends }) => {
    const waiting = ends.filter(({ now }) => now !== 'PROMOTED' && now !== 'RETAINED');
    return waiting.length === 0 ? [] : [{ group, waiting }];
  });
  const changes = due.flatMap(({ ends }) =>
    ends.flatMap((end) => (end.now === 'PROMOTED' || end.now === 'RETAINED' ? [change('finalDecision', end.stored, { enrollmentId: end.enrollmentId, decision: end.now, basis: end.basis, decidedOn: on, decidedBy: by })] : [])),
  );
  const [first, last] = daysOfYear(year.name);
  const names = classes.map(({ group }) => group.name);
  return {
    subject: { classes: names.join(', '), count: changes.length },
    rows: due.flatMap(({ group, ends }) => ends.map((end) => decisionRow(group, end))),
    remarks: [
      ...(on < first || on > last ? [remark('error', 'day-outside-year', { on, year: year.name })] : []),
      ...open.map(({ group, waiting }) => remark('error', 'pupils-open', { className: group.name, count: waiting.length, names: waiting.slice(0, 3).map(({ fullName }) => fullName).join(', ') }, { screen: 'results', classId: classIdOf.parse(group.id) })),
      ...(changes.length === 0 && open.length === 0 ? [remark('error', 'all-confirmed')] : []),
      ...(due.some(({ ends }) => ends.some(({ stored }) => stored !== null)) ? [remark('note', 'confirmed-anew')] : []),
    ],
    changes,
  };
}

function decisionRow({ name, grade }: StoredClass, { fullName, now, year, after, absences }: PupilEnd): MoveRow {
  const params = { learning: after?.learning ?? year.learning, conduct: after?.conduct ?? year.conduct, absences: absences ?? '', summer: after === null ? '' : 'after', last: isLastGrade(grade) ? 'last' : '' };
  return { group: name, name: fullName, code: now === 'PROMOTED' ? 'decided-promoted' : now === 'RETAINED' ? 'decided-retained' : 'decided-open', params: now === 'PROMOTED' || now === 'RETAINED' ? params : { ...params, state: now } };
}
