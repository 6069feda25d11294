import { compareVietnameseNames } from '#core/text/names.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredEnrollment, StoredPupil } from '../ports/school-repositories.ts';

type Member = { readonly pupil: StoredPupil };

/** A place in a class list. `moveId`: of a pupil who changed to another class and is struck through here; the enrollment then is as it was in this class. */
export type ClassPlace = Member & { readonly enrollment: StoredEnrollment; readonly moveId: string | null };

export function byName(one: Member, other: Member): number {
  return compareVietnameseNames(one.pupil.data.fullName, other.pupil.data.fullName);
}

/** Whether a class list still stands in Vietnamese order, or was ordered by hand. */
export function inNameOrder(members: readonly Member[]): boolean {
  return members.every((member, index) => {
    const last = members[index - 1];
    return last === undefined || byName(last, member) <= 0;
  });
}

/** Everybody who has a place in the class's list, by place. */
export async function placesOf({ pupils, moves }: Pick<Repositories, 'pupils' | 'moves'>, classId: string): Promise<readonly ClassPlace[]> {
  const members = (await pupils.ofClass(classId)).map((member): ClassPlace => ({ ...member, moveId: null }));
  const away = (await moves.movedAway(classId)).map(({ pupil, enrollment, move }): ClassPlace => ({ pupil, enrollment, moveId: move.id }));
  return [...members, ...away].toSorted((a, b) => a.enrollment.position - b.enrollment.position);
}

/** Answers the enrollment with its new place. */
export async function setPlace({ pupils, moves }: Pick<Repositories, 'pupils' | 'moves'>, { enrollment, moveId }: ClassPlace, position: number): Promise<StoredEnrollment> {
  const moved = { ...enrollment, position };
  if (moveId === null) await pupils.saveEnrollment(moved);
  else await moves.setMovePlace(moveId, position);
  return moved;
}

/**
 * Places 1, 2, 3 … in the order that is. Where somebody took the place of one who comes back (`returned`), a class in Vietnamese order is put in that order
 * again. `where-places-clash`: a list in which every place is taken once is left alone.
 */
export async function closeUp(repositories: Pick<Repositories, 'pupils' | 'moves'>, classId: string, returned: ReadonlySet<string>, when: 'always' | 'where-places-clash' = 'always'): Promise<void> {
  const places = await placesOf(repositories, classId);
  const clash = new Set(places.map(({ enrollment }) => enrollment.position)).size < places.length;
  if (when === 'where-places-clash' && !clash) return;
  const ordered = clash && inNameOrder(places.filter(({ enrollment }) => !returned.has(enrollment.id))) ? places.toSorted(byName) : places;
  for (const [index, place] of ordered.entries()) if (place.enrollment.position !== index + 1) await setPlace(repositories, place, index + 1);
}
