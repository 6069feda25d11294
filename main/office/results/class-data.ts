import { OfficeError } from '#core/contract/errors.ts';
import type { Semester } from '#core/contract/shared.ts';
import { underChoices, type PolicyChoices } from '#core/rules/policies.ts';
import type { LevelRules, PrimaryRules } from '#core/rules/rule-tables.ts';
import { requiredRegularMarks } from '#core/rules/tt22/subject-results.ts';
import { levelOfGrade } from '#core/values/class-names.ts';
import type { RuleLibrary } from '#core/rules/rule-library.ts';
import { readingsByPupil, schoolReadings } from '../policies/readings.ts';
import type { Repositories } from '../ports/database.ts';
import { placesOf } from '../pupils/class-order.ts';
import { byPupil, withTransferred, type Transferred } from './transferred.ts';
import type { StoredChoice, StoredClass, StoredEnrollment, StoredExemption, StoredHomeroom, StoredMark, StoredPupil, StoredSchool, StoredSubject, StoredTeacher, StoredYear } from '../ports/school-repositories.ts';

type SubjectOfClass = Omit<StoredSubject, 'kind'> & { readonly periodsPerYear: number; /** Pupils choose it: only those who did have it. */ readonly elective: boolean };

/** A subject as one class has it. `requiredRegular`: ĐĐGtx due per semester (TT 22/2021 Art. 6). */
export type ClassSubject = SubjectOfClass & { readonly kind: 'scored' | 'comment'; readonly requiredRegular: number };

/** A subject or activity of a primary class, with the tests that are due in each semester (TT 27/2020 Art. 7). */
export type PrimaryClassSubject = SubjectOfClass & { readonly kind: 'primary'; readonly tests: { readonly middle: boolean; readonly end: boolean } };

/** Everything that is known of one pupil's year. */
export type PupilYear = {
  readonly pupil: StoredPupil;
  readonly enrollment: StoredEnrollment;
  /** By subject; both semesters. */
  readonly marks: ReadonlyMap<string, readonly StoredMark[]>;
  readonly homeroom: StoredHomeroom | null;
  /** Subjects in which the pupil is not assessed (code M, TT 22/2021 Art. 11). */
  readonly exempt: ReadonlySet<string>;
  /** Elective subjects the pupil did not choose: they are none of this pupil's. */
  readonly notTaken: ReadonlySet<string>;
  /** Readings of points left open that the principal decided for this pupil alone. */
  readonly readings: PolicyChoices;
  /** Subjects whose special topics (cụm chuyên đề học tập) the pupil follows. */
  readonly topics: ReadonlySet<string>;
  /** Subjects whose practical part is replaced by theory (Art. 10): all marks are due. */
  readonly practical: ReadonlyMap<string, StoredExemption>;
  /** Results of the old school, of one who came during the year. */
  readonly transferred: Transferred;
};

/** A pupil as one subject's sheet needs them: only that subject's marks are there, so nothing of the year can be told from it. */
export type PupilOfSubject = Omit<PupilYear, 'homeroom'>;

type ClassFrame = {
  readonly school: StoredSchool;
  /** The class's own; `past`: not the one the school is in, so that nothing is entered any more. */
  readonly year: StoredYear;
  readonly past: boolean;
  readonly group: StoredClass;
  readonly teachers: ReadonlyMap<string, StoredTeacher>;
  /** Teacher by subject. */
  readonly assignments: ReadonlyMap<string, string>;
};

/** `rules`: the circular that holds for the class in its year. */
export type LevelFrame = ClassFrame & { readonly kind: 'levels'; readonly rules: LevelRules; readonly subjects: readonly ClassSubject[] };
export type PrimaryFrame = ClassFrame & { readonly kind: 'primary'; readonly rules: PrimaryRules; readonly subjects: readonly PrimaryClassSubject[] };

/** `pupils`: in class order; also those who left, and those who changed to another class (their marks are there now). */
type WithPupils = { readonly pupils: readonly PupilYear[] };
export type LevelClassData = LevelFrame & WithPupils;
export type PrimaryClassData = PrimaryFrame & WithPupils;

/** One class's year as plain values: what the rules, the lists of what is missing and the records are made from. */
export type ClassData = LevelClassData | PrimaryClassData;

/** Reads a class's year. Throws OfficeError school.not-found. */
export async function gatherClass(repositories: Repositories, classId: string): Promise<ClassData> {
  const frame = await gatherFrame(repositories, classId);
  const pupils = await gatherPupils(repositories, frame, await repositories.gradebook.marks(classId, null));
  const homeroom = new Map((await repositories.homeroom.ofClass(classId)).map((entry) => [entry.enrollmentId, entry]));
  return { ...frame, pupils: pupils.map((pupil) => ({ ...pupil, homeroom: withTransferred(pupil.enrollment.id, homeroom.get(pupil.enrollment.id) ?? null, pupil.transferred) })) };
}

/**
 * The class's pupils with what one subject's sheet shows of them, and no more: opening a sheet must not cost the whole class's year. Of the first semester's
 * sheet the second semester is no part.
 */
export function gatherSubject(repositories: Repositories, frame: LevelFrame | PrimaryFrame, subjectId: string, semester: Semester): Promise<readonly PupilOfSubject[]> {
  return repositories.gradebook.marks(frame.group.id, subjectId, semester === 1 ? 1 : null).then((marks) => gatherPupils(repositories, frame, marks));
}

/** The whole year of some pupils of a sheet: of a few, or it were better to read the class. */
export async function gatherYears(repositories: Repositories, pupils: readonly PupilOfSubject[]): Promise<readonly PupilYear[]> {
  const years: PupilYear[] = [];
  for (const pupil of pupils) {
    const { id } = pupil.enrollment;
    years.push({ ...pupil, marks: groupBy(await repositories.gradebook.marksOfPupil(id), ({ subjectId }) => subjectId), homeroom: withTransferred(id, await repositories.homeroom.entry(id), pupil.transferred) });
  }
  return years;
}

async function gatherPupils(repositories: Repositories, frame: LevelFrame | PrimaryFrame, all: readonly StoredMark[]): Promise<readonly PupilOfSubject[]> {
  const classId = frame.group.id;
  const marks = byPupilAndSubject(all);
  const exemptions = groupBy(await repositories.pupils.exemptions(classId), ({ enrollmentId }) => enrollmentId);
  const choices = groupBy(await repositories.pupils.choices(classId), ({ enrollmentId }) => enrollmentId);
  const readings = readingsByPupil(await repositories.decisions.reviews(classId));
  const transferredOf = byPupil(await repositories.moves.transferredOfClass(classId));
  return (await placesOf(repositories, classId)).map(({ pupil, enrollment }) => ({
    pupil,
    enrollment,
    marks: marks.get(enrollment.id) ?? noMarks,
    ...exempted(exemptions.get(enrollment.id) ?? []),
    transferred: transferredOf(enrollment.id),
    ...chosen(frame, choices.get(enrollment.id) ?? []),
    readings: readings.get(enrollment.id) ?? {},
  }));
}

/** The same for a class under a circular with levels. Throws OfficeError results.primary-class for a primary one. */
export async function gatherLevelClass(repositories: Repositories, classId: string): Promise<LevelClassData> {
  const data = await gatherClass(repositories, classId);
  if (data.kind !== 'levels') throw new OfficeError('results.primary-class', { className: data.group.name });
  return data;
}

function chosen({ subjects }: LevelFrame | PrimaryFrame, choices: readonly StoredChoice[]): Pick<PupilYear, 'notTaken' | 'topics'> {
  const taken = new Set(choices.map(({ subjectId }) => subjectId));
  return {
    notTaken: new Set(subjects.filter(({ id, elective }) => elective && !taken.has(id)).map(({ id }) => id)),
    topics: new Set(choices.filter(({ topics }) => topics).map(({ subjectId }) => subjectId)),
  };
}

/** The class without its pupils. Throws OfficeError school.not-found, results.no-rules. */
export async function gatherFrame({ school: repository, rules: library, decisions }: Pick<Repositories, 'school' | 'rules' | 'decisions'>, classId: string): Promise<LevelFrame | PrimaryFrame> {
  const school = await repository.school();
  const group = await repository.classById(classId);
  if (school === null || group === null) throw new OfficeError('school.not-found');
  const present = await repository.currentYear();
  const year = (await repository.yearById(group.yearId)) ?? present;
  const rules = rulesOf(library, school, year, group.grade, schoolReadings(await decisions.policies(year)));
  if (rules === null) throw new OfficeError('results.no-rules', { grade: group.grade, schoolYear: year.name });
  const taught = (await repository.subjects(year.id)).flatMap((subject) => {
    const periods = subject.periods[String(group.grade)];
    return periods === undefined ? [] : [{ ...subject, periodsPerYear: periods, elective: subject.electiveIn.includes(group.grade) }];
  });
  const teachers = new Map((await repository.teachers()).map((teacher) => [teacher.id, teacher]));
  const assignments = new Map((await repository.assignments(classId)).map(({ subjectId, teacherId }) => [subjectId, teacherId]));
  const frame = { school, year, past: year.id !== present.id, group, teachers, assignments };
  if (rules.kind === 'primary') return { ...frame, kind: 'primary', rules, subjects: taught.map((subject) => ({ ...subject, kind: 'primary', tests: testsOf(subject.code, group.grade, rules) })) };
  return { ...frame, kind: 'levels', rules, subjects: taught.map((subject) => ({ ...subject, requiredRegular: requiredRegularMarks(subject.periodsPerYear, subject.kind, rules) })) };
}

/** The circular for a grade of the school, under the readings the school has chosen; null for preschool and for historic years. */
export function rulesOf(library: RuleLibrary, { programme }: Pick<StoredSchool, 'programme'>, year: StoredYear, grade: number, readings: PolicyChoices): LevelRules | PrimaryRules | null {
  const level = levelOfGrade(grade);
  const table = level === 'preschool' ? null : library.choose({ schoolYear: year.name, programme, level, grade });
  if (table === null) return null;
  return table.kind === 'levels' ? underChoices(table, readings) : underChoices(table, readings);
}

/** Whether a primary subject has a test in the middle and at the end of a semester (TT 27/2020 Art. 7). */
export function testsOf(code: string, grade: number, { tests }: PrimaryRules): PrimaryClassSubject['tests'] {
  const due = tests.find((entry) => entry.grade === grade);
  const among = (groups: readonly (readonly string[])[] | undefined) => groups?.some((codes) => codes.includes(code)) ?? false;
  return { middle: among(due?.middle), end: among(due?.end) };
}

/** One pupil of the class, for a row that was just changed. Throws OfficeError gradebook.not-found where the pupil is not in it. */
export async function gatherPupil(repositories: Repositories, frame: LevelFrame | PrimaryFrame, enrollmentId: string): Promise<PupilYear> {
  const classId = frame.group.id;
  const enrollment = await repositories.pupils.enrollment(enrollmentId);
  const found = enrollment === null ? null : await repositories.pupils.byId(enrollment.pupilId);
  if (enrollment === null || found === null || enrollment.classId !== classId) throw new OfficeError('gradebook.not-found');
  const transferred = await repositories.moves.transferredOf(enrollmentId);
  const exemptions = (await repositories.pupils.exemptions(classId)).filter((exemption) => exemption.enrollmentId === enrollmentId);
  return {
    pupil: found.pupil,
    enrollment,
    marks: groupBy(await repositories.gradebook.marksOfPupil(enrollmentId), ({ subjectId }) => subjectId),
    homeroom: withTransferred(enrollmentId, await repositories.homeroom.entry(enrollmentId), transferred),
    ...exempted(exemptions),
    transferred,
    ...chosen(frame, (await repositories.pupils.choices(classId)).filter((choice) => choice.enrollmentId === enrollmentId)),
    readings: readingsByPupil((await repositories.decisions.reviews(classId)).filter((decision) => decision.enrollmentId === enrollmentId)).get(enrollmentId) ?? {},
  };
}

function exempted(exemptions: readonly StoredExemption[]): Pick<PupilYear, 'exempt' | 'practical'> {
  return {
    exempt: new Set(exemptions.filter(({ kind }) => kind === 'not-assessed').map(({ subjectId }) => subjectId)),
    practical: new Map(exemptions.filter(({ kind }) => kind === 'practical').map((one) => [one.subjectId, one])),
  };
}

/** Whether a subject is the pupil's at all, and assessed. */
export function isAssessed({ exempt, notTaken }: Pick<PupilYear, 'exempt' | 'notTaken'>, subjectId: string): boolean {
  return !exempt.has(subjectId) && !notTaken.has(subjectId);
}

/** Pupils who get results: those who are still in the class. */
export function studying(data: WithPupils): readonly PupilYear[] {
  return data.pupils.filter(({ enrollment }) => enrollment.status === 'studying');
}

const noMarks: PupilYear['marks'] = new Map();

/** Marks come from the database by pupil and subject, so that almost every one belongs where the one before it does: looking up ten thousand ids costs more than comparing them. */
function byPupilAndSubject(marks: readonly StoredMark[]): ReadonlyMap<string, PupilYear['marks']> {
  const pupils = new Map<string, Map<string, StoredMark[]>>();
  let last: StoredMark | null = null;
  let group: StoredMark[] = [];
  for (const mark of marks) {
    if (last === null || mark.subjectId !== last.subjectId || mark.enrollmentId !== last.enrollmentId) {
      const subjects = pupils.get(mark.enrollmentId) ?? new Map<string, StoredMark[]>();
      group = subjects.get(mark.subjectId) ?? [];
      pupils.set(mark.enrollmentId, subjects.set(mark.subjectId, group));
    }
    group.push(mark);
    last = mark;
  }
  return pupils;
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
