import type { MethodOutput } from '#core/contract/index.ts';
import { subjectId as subjectIdOf } from '#core/values/ids.ts';
import { levelOf } from '../results/pupil-result.ts';
import { OfficeError } from '#core/contract/errors.ts';
import type { PupilMove } from '#core/contract/moves.ts';
import { hasRole, type SignedInUser } from '../call-context.ts';
import { mayEditHomeroom } from '../gradebook/who-may.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredMove } from '../ports/move-repository.ts';

/** A move as a list shows it. `className`: the other class of a class change, else the class joined or left. */
export function pupilMove(move: StoredMove, kind: PupilMove['kind'], className: string): PupilMove {
  return { kind, on: move.movedOn, className, otherSchool: move.otherSchool, decision: move.decision, reason: move.reason };
}

/** How a stored move looks from where the pupil is now. */
export function kindNow({ kind }: Pick<StoredMove, 'kind'>): PupilMove['kind'] {
  return kind === 'changed-class' ? 'came-from' : kind;
}

/** What became of a pupil and what came with him. Errors: pupils.not-found, homeroom.not-yours. */
export async function pupilsWay(repositories: Repositories, pupilId: string, user: SignedInUser | null): Promise<MethodOutput<'moves.ofPupil'>> {
  const { moves, pupils, school } = repositories;
  const found = await pupils.byId(pupilId);
  if (found === null) throw new OfficeError('pupils.not-found');
  const { enrollment } = found;
  const group = enrollment === null ? null : await school.classById(enrollment.classId);
  if (!hasRole(user, 'clerk', 'principal') && (group === null || !mayEditHomeroom(user, group))) throw new OfficeError('homeroom.not-yours');
  const supplied = enrollment === null ? { results: [], semesters: [] } : await moves.transferredOf(enrollment.id);
  const first = supplied.semesters.find(({ semester }) => semester === 1);
  const results = supplied.results.map(({ subjectId, score, pass, level }) => ({ subjectId: subjectIdOf.parse(subjectId), score, pass, level }));
  return {
    moves: (await moves.movesOfPupil(pupilId)).map(({ className, ...move }) => pupilMove(move, kindNow(move), className)),
    semester1: first === undefined ? null : { school: first.school, conduct: levelOf(first.conduct), excused: first.excused, unexcused: first.unexcused, results },
    years: (await moves.historicOf(pupilId)).map(({ pupilId: _pupilId, ...year }) => ({ ...year })),
    here: (await moves.pastYearsOf(pupilId, '9999')).filter((year) => year.school === '').map(({ schoolYear, className, enteredOn }) => ({ schoolYear, className, enteredOn })),
  };
}
