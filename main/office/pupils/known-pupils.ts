import { createHash } from 'node:crypto';
import { gradesOf } from '#core/values/class-names.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredClass, StoredEnrollment, StoredPupil } from '../ports/school-repositories.ts';

/** What the office knows when a list is compared with it. Enrollments of the current year by pupil: of one who changed class, the present one. */
export type KnownPupils = { readonly pupils: readonly StoredPupil[]; readonly enrollments: ReadonlyMap<string, StoredEnrollment>; readonly classes: readonly StoredClass[]; /** Grades that the school teaches. */ readonly grades: readonly number[] };

export async function knownPupils(repositories: Repositories): Promise<KnownPupils> {
  const enrolled = await repositories.pupils.ofClass(null);
  const past = enrolled.filter(({ enrollment }) => enrollment.status !== 'studying');
  const present = enrolled.filter(({ enrollment }) => enrollment.status === 'studying');
  return {
    pupils: await repositories.pupils.all(),
    enrollments: new Map([...past, ...present].map(({ pupil, enrollment }) => [pupil.id, enrollment])),
    classes: await repositories.school.classes(),
    grades: gradesOf((await repositories.school.school())?.levels ?? []),
  };
}

/** Changes with everything a comparison rests on; hexadecimal. */
export function knownDigest(known: KnownPupils): string {
  return createHash('sha256').update(JSON.stringify([known.pupils, [...known.enrollments.values()], known.classes]), 'utf8').digest('hex');
}
