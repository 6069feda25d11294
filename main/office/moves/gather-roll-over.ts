import { OfficeError } from '#core/contract/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Repositories } from '../ports/database.ts';
import { gatherEnds, isConfirmed, type ClassEnds, type PupilEnd } from './end-of-year.ts';
import type { EndingPupil, RollOverFacts } from './plan-roll-over.ts';

/** Called between one class and the next. */
export type Between = (done: number, total: number, className: string) => Promise<void>;

export type GatheredRollOver = { readonly facts: RollOverFacts; readonly ends: readonly ClassEnds[] };

/** Every class's ends of the year and what goes along. Preschool pupils go on without a decision. Throws OfficeError school.not-found. */
export async function gatherRollOver(repositories: Repositories, clock: Clock, between: Between): Promise<GatheredRollOver> {
  const { school, pupils, moves } = repositories;
  const current = await school.currentYear();
  const year = await moves.read('year', current.id);
  if (year === null) throw new OfficeError('school.not-found');
  const groups = await school.classes();
  const ends: ClassEnds[] = [];
  const classes: RollOverFacts['classes'][number][] = [];
  for (const [index, group] of groups.entries()) {
    await between(index, groups.length, group.name);
    const each = await gatherEnds(repositories, group);
    ends.push(each);
    const studying = (await pupils.ofClass(group.id)).filter(({ enrollment }) => enrollment.status === 'studying');
    const byId = new Map(each.ends.map((end) => [end.enrollmentId as string, end]));
    classes.push({ group, pupils: studying.map(({ pupil, enrollment }): EndingPupil => ({ pupil, enrollment, decision: each.data === null ? 'PROMOTED' : confirmed(byId.get(enrollment.id)) })) });
  }
  const facts: RollOverFacts = {
    year,
    years: (await school.years()).map(({ name }) => name),
    classes,
    subjects: await school.subjects(),
    teachers: await school.teachers(),
    assignments: await school.assignments(null),
    choices: await pupils.choices(null),
    exemptions: await pupils.exemptions(null),
    // A day, so that a plan of the morning is still the same in the afternoon.
    createdAt: `${clock.now().slice(0, 10)}T00:00:00${clock.now().slice(19)}`,
  };
  return { facts, ends };
}

function confirmed(end: PupilEnd | undefined): EndingPupil['decision'] {
  if (end === undefined || !isConfirmed(end)) return null;
  return end.now === 'PROMOTED' || end.now === 'RETAINED' ? end.now : null;
}
