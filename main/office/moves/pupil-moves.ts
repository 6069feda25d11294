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

/** What became of a pupil. Errors: pupils.not-found, homeroom.not-yours. */
export async function movesOfPupil(repositories: Repositories, pupilId: string, user: SignedInUser | null): Promise<readonly PupilMove[]> {
  const found = await repositories.pupils.byId(pupilId);
  if (found === null) throw new OfficeError('pupils.not-found');
  const group = found.enrollment === null ? null : await repositories.school.classById(found.enrollment.classId);
  if (!hasRole(user, 'clerk', 'principal') && (group === null || !mayEditHomeroom(user, group))) throw new OfficeError('homeroom.not-yours');
  return (await repositories.moves.movesOfPupil(pupilId)).map(({ className, ...move }) => pupilMove(move, kindNow(move), className));
}
