import { compareVietnameseNames } from '#core/text/names.ts';
import type { StoredPupil } from '../ports/school-repositories.ts';

type Member = { readonly pupil: StoredPupil };

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
