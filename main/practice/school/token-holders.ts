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

/** The school's seal, the principal and each homeroom teacher, as the training school's data name them now. One of them has an elliptic-curve key. */
export async function tokenHolders({ school }: Pick<Repositories, 'school'>): Promise<readonly TokenHolder[]> {
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
  return holders;
}
