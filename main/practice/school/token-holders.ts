import type { Repositories } from '#main/office/ports/database.ts';

/** Who has a training token. `personalId` without prefix; for the school its tax number. */
export type TokenHolder = {
  readonly label: string;
  readonly holder: string;
  readonly organisation: string;
  readonly kind: 'person' | 'organisation';
  readonly personalId: string;
  readonly key: 'rsa-2048' | 'p256';
};

/**
 * The school's seal, its heads (a deputy and a new principal by decision too), each homeroom teacher, and the subject teachers who have an account, as the training
 * school's data name them now. Some have an elliptic-curve key.
 */
export async function tokenHolders({ school, signers, users }: Pick<Repositories, 'school' | 'signers' | 'users'>): Promise<readonly TokenHolder[]> {
  const stored = await school.school();
  if (stored === null) return [];
  const organisation = stored.name;
  const teachers = new Map((await school.teachers()).map((teacher) => [teacher.id, teacher]));
  const holders: TokenHolder[] = [
    { label: 'Con dấu nhà trường', holder: organisation, organisation, kind: 'organisation', personalId: '9990000001', key: 'rsa-2048' },
    { label: 'Hiệu trưởng', holder: stored.principalName, organisation, kind: 'person', personalId: stored.principalPersonalId, key: 'rsa-2048' },
  ];
  const seen = new Set([stored.principalPersonalId]);
  for (const [index, group] of (await school.classes()).entries()) {
    const teacher = teachers.get(group.homeroomTeacherId ?? '');
    if (teacher === undefined || seen.has(teacher.personalId)) continue;
    seen.add(teacher.personalId);
    holders.push({ label: `Chủ nhiệm ${group.name}`, holder: teacher.fullName, organisation, kind: 'person', personalId: teacher.personalId, key: index === 1 ? 'p256' : 'rsa-2048' });
  }
  const accounts = (await users.users()).filter(({ active, roles }) => active && roles.includes('subjectTeacher'));
  // A token's label has room for 32 bytes, and finds it again.
  const more = [
    ...(await signers.appointments()).map(({ kind, name, personalId }) => ({ label: `${kind === 'deputy' ? 'Ký thay' : 'Hiệu trưởng'} ${personalId.slice(-6)}`, name, personalId })),
    ...accounts.flatMap(({ userName, teacherId }) => {
      const teacher = teachers.get(teacherId ?? '');
      return teacher === undefined ? [] : [{ label: `Giáo viên ${userName}`.slice(0, 24), name: teacher.fullName, personalId: teacher.personalId }];
    }),
  ];
  for (const { label, name, personalId } of more) {
    if (personalId === '' || seen.has(personalId)) continue;
    seen.add(personalId);
    holders.push({ label, holder: name, organisation, kind: 'person', personalId, key: 'p256' });
  }
  return holders;
}
