import { OfficeError } from '#core/contract/errors.ts';
import type { LevelRules } from '#core/rules/rule-tables.ts';
import { requiredRegularMarks } from '#core/rules/tt22/subject-results.ts';
import { levelOfGrade } from '#core/values/class-names.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredClass, StoredEnrollment, StoredHomeroom, StoredMark, StoredPupil, StoredSchool, StoredSubject, StoredTeacher, StoredYear } from '../ports/school-repositories.ts';

/** A subject as one class has it. `requiredRegular`: ĐĐGtx due per semester (TT 22/2021 Art. 6). */
export type ClassSubject = StoredSubject & { readonly periodsPerYear: number; readonly requiredRegular: number };

/** Everything that is known of one pupil's year. */
export type PupilYear = {
  readonly pupil: StoredPupil;
  readonly enrollment: StoredEnrollment;
  /** By subject; both semesters. */
  readonly marks: ReadonlyMap<string, readonly StoredMark[]>;
  readonly homeroom: StoredHomeroom | null;
  /** Subjects the pupil is exempt from. */
  readonly exempt: ReadonlySet<string>;
};

/** One class's year as plain values: what the rules, the lists of what is missing and the records are made from. */
export type ClassData = {
  readonly school: StoredSchool;
  readonly year: StoredYear;
  readonly group: StoredClass;
  /** The circular that holds for the class in its year. */
  readonly rules: LevelRules;
  readonly subjects: readonly ClassSubject[];
  readonly teachers: ReadonlyMap<string, StoredTeacher>;
  /** Teacher by subject. */
  readonly assignments: ReadonlyMap<string, string>;
  /** In class order; also those who left. */
  readonly pupils: readonly PupilYear[];
};

/** Reads a class's year. Throws OfficeError school.not-found. */
export async function gatherClass(repositories: Repositories, classId: string): Promise<ClassData> {
  const frame = await gatherFrame(repositories, classId);
  const marks = groupBy(await repositories.gradebook.marks(classId, null), ({ enrollmentId }) => enrollmentId);
  const homeroom = new Map((await repositories.homeroom.ofClass(classId)).map((entry) => [entry.enrollmentId, entry]));
  const exemptions = groupBy(await repositories.pupils.exemptions(classId), ({ enrollmentId }) => enrollmentId);
  const pupils = (await repositories.pupils.ofClass(classId)).map(({ pupil, enrollment }): PupilYear => ({
    pupil,
    enrollment,
    marks: groupBy(marks.get(enrollment.id) ?? [], ({ subjectId }) => subjectId),
    homeroom: homeroom.get(enrollment.id) ?? null,
    exempt: new Set((exemptions.get(enrollment.id) ?? []).map(({ subjectId }) => subjectId)),
  }));
  return { ...frame, pupils };
}

/** The class without its pupils. Throws OfficeError school.not-found, results.no-rules. */
export async function gatherFrame({ school: repository, rules: library }: Pick<Repositories, 'school' | 'rules'>, classId: string): Promise<Omit<ClassData, 'pupils'>> {
  const school = await repository.school();
  const group = await repository.classById(classId);
  if (school === null || group === null) throw new OfficeError('school.not-found');
  const year = await repository.currentYear();
  const rules = library.choose({ schoolYear: year.name, programme: 'general', level: levelOfGrade(group.grade), grade: group.grade });
  if (rules?.kind !== 'levels') throw new OfficeError('results.no-rules', { grade: group.grade, schoolYear: year.name });
  const subjects = (await repository.subjects()).flatMap((subject): readonly ClassSubject[] => {
    const periods = subject.periods[String(group.grade)];
    return periods === undefined ? [] : [{ ...subject, periodsPerYear: periods, requiredRegular: requiredRegularMarks(periods, subject.kind, rules) }];
  });
  const teachers = new Map((await repository.teachers()).map((teacher) => [teacher.id, teacher]));
  const assignments = new Map((await repository.assignments(classId)).map(({ subjectId, teacherId }) => [subjectId, teacherId]));
  return { school, year, group, rules, subjects, teachers, assignments };
}

/** One pupil of the class, for a row that was just changed. Throws OfficeError gradebook.not-found where the pupil is not in it. */
export async function gatherPupil(repositories: Repositories, classId: string, enrollmentId: string): Promise<PupilYear> {
  const enrollment = await repositories.pupils.enrollment(enrollmentId);
  const found = enrollment === null ? null : await repositories.pupils.byId(enrollment.pupilId);
  if (enrollment === null || found === null || enrollment.classId !== classId) throw new OfficeError('gradebook.not-found');
  const exemptions = (await repositories.pupils.exemptions(classId)).filter((exemption) => exemption.enrollmentId === enrollmentId);
  return {
    pupil: found.pupil,
    enrollment,
    marks: groupBy(await repositories.gradebook.marksOfPupil(enrollmentId), ({ subjectId }) => subjectId),
    homeroom: await repositories.homeroom.entry(enrollmentId),
    exempt: new Set(exemptions.map(({ subjectId }) => subjectId)),
  };
}

/** Pupils who get results: those who are still in the class. */
export function studying(data: ClassData): readonly PupilYear[] {
  return data.pupils.filter(({ enrollment }) => enrollment.status === 'studying');
}

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
