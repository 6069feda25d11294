import { hasRole, type SignedInUser } from '../call-context.ts';
import type { StoredClass } from '../ports/school-repositories.ts';

/** Marks: the clerk everywhere, a subject teacher where the assignment says so (TT 22/2021 Art. 20). The administrator never. */
export function mayEditSubject(user: SignedInUser | null, assignments: ReadonlyMap<string, string>, subjectId: string): boolean {
  if (hasRole(user, 'clerk')) return true;
  return hasRole(user, 'subjectTeacher') && user?.teacherId != null && assignments.get(subjectId) === user.teacherId;
}

/** The homeroom sheet: the clerk everywhere, a homeroom teacher in the own class (TT 22/2021 Art. 19). */
export function mayEditHomeroom(user: SignedInUser | null, group: Pick<StoredClass, 'homeroomTeacherId'>): boolean {
  return hasRole(user, 'clerk') || leadsClass(user, group);
}

/** Whether the class is the user's own as its homeroom teacher. */
export function leadsClass(user: SignedInUser | null, group: Pick<StoredClass, 'homeroomTeacherId'>): boolean {
  return hasRole(user, 'homeroomTeacher') && user?.teacherId != null && user.teacherId === group.homeroomTeacherId;
}
