import { OfficeError } from '#core/contract/errors.ts';
import type { MethodOutput } from '#core/contract/index.ts';
import { subjectId as subjectIdOf, teacherId as teacherIdOf } from '#core/values/ids.ts';
import { hasRole, type SignedInUser } from '../call-context.ts';
import { mayEditHomeroom } from '../gradebook/who-may.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredClass } from '../ports/school-repositories.ts';
import { rulesOf } from '../results/class-data.ts';

/** A class with a book: a gradebook under a circular with levels, summary tables under TT 27/2020. */
export type PrintableClass = StoredClass & { readonly kind: 'levels' | 'primary' };

/** Classes of the present year or the one given that a circular holds for, whatever its readings. Preschool has neither marks nor books of them. */
export async function classKinds({ school: repository, rules }: Pick<Repositories, 'school' | 'rules'>, yearId: string | null = null): Promise<readonly PrintableClass[]> {
  const school = await repository.school();
  if (school === null) throw new OfficeError('school.not-found');
  const year = (yearId === null ? null : await repository.yearById(yearId)) ?? (await repository.currentYear());
  return (await repository.classes(year.id)).flatMap((group): readonly PrintableClass[] => {
    const table = rulesOf(rules, school, year, group.grade, {});
    return table === null ? [] : [{ ...group, kind: table.kind }];
  });
}

/** The book holds marks of all subjects and the families' names: the office, and the class's own teacher. */
export function mayPrintClass(user: SignedInUser | null, group: Pick<StoredClass, 'homeroomTeacherId'>): boolean {
  return hasRole(user, 'clerk', 'principal') || mayEditHomeroom(user, group);
}

export function mayPrintTeacher(user: SignedInUser | null, teacherId: string): boolean {
  return hasRole(user, 'clerk', 'principal') || user?.teacherId === teacherId;
}

/** Teachers whose books the user may print, with the subjects they teach in classes that have gradebooks. */
export async function teachersOf({ school }: Pick<Repositories, 'school'>, classes: readonly PrintableClass[], user: SignedInUser | null): Promise<MethodOutput<'books.choices'>['teachers']> {
  const [teachers, subjects, assignments] = [await school.teachers(), await school.subjects(), await school.assignments(null)];
  return teachers
    .filter(({ id }) => mayPrintTeacher(user, id))
    .map(({ id, fullName }) => ({
      teacherId: teacherIdOf.parse(id),
      name: fullName,
      subjects: subjects.flatMap((subject) => {
        const taught = new Set(assignments.filter((each) => each.teacherId === id && each.subjectId === subject.id).map(({ classId }) => classId));
        const classNames = classes.filter((group) => group.kind === 'levels' && taught.has(group.id) && subject.periods[String(group.grade)] !== undefined).map(({ name }) => name);
        return classNames.length === 0 ? [] : [{ subjectId: subjectIdOf.parse(subject.id), name: subject.name, classNames }];
      }),
    }))
    .filter((teacher) => teacher.subjects.length > 0);
}
