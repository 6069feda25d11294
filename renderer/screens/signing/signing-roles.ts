import type { Role } from '#core/contract/method.ts';
import type { ClassSummary } from '#core/contract/school.ts';
import type { SessionState } from '#core/contract/session.ts';
import type { SigningRole } from '#core/contract/signing.ts';

const allRoles: readonly SigningRole[] = ['subjectTeacher', 'homeroomTeacher', 'principal', 'school'];

/** Roles in which the user may sign for the class, in the order of signing, as the office decides it too. */
export function signingRolesFor(user: SessionState['user'], group: ClassSummary): readonly SigningRole[] {
  const has = (role: Role) => user?.roles.includes(role) === true;
  return allRoles.filter((role) => {
    if (role === 'school') return has('clerk') || has('principal');
    if (role === 'principal') return has('principal');
    if (role === 'subjectTeacher') return has('subjectTeacher') && group.mayEditSubjects.length > 0;
    return has('homeroomTeacher') && user?.teacherId != null && user.teacherId === group.homeroomTeacherId;
  });
}
