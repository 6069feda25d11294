import type { EnrollmentId } from '#core/values/ids.ts';
import type { EditKind } from '#core/contract/gradebook.ts';
import type { AuditEntry } from '#core/contract/audit.ts';
import type { HomeroomField, MarkColumn, Programme, SchoolLevel, Semester } from '#core/contract/shared.ts';
import type { PupilData } from '#core/contract/pupils.ts';
import type { SchoolSettings } from '#core/contract/school.ts';
import type { Role } from '#core/contract/method.ts';

/** The school of this database with its choices; `training` for good. */
export type StoredSchool = SchoolSettings & { readonly programme: Programme; readonly levels: readonly SchoolLevel[]; readonly training: boolean; readonly createdAt: string };

export type StoredYear = { readonly id: string; readonly name: string };

export type StoredClass = { readonly id: string; readonly yearId: string; readonly name: string; readonly grade: number; readonly homeroomTeacherId: string | null };

export type StoredTeacher = { readonly id: string; readonly fullName: string; readonly personalId: string; readonly active: boolean };

/** `periods`: per school year, by grade as text (`"6"`); a grade that is not there does not have the subject. `electiveIn`: grades in which pupils choose it. */
export type StoredSubject = {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly shortName: string;
  readonly kind: 'scored' | 'comment';
  readonly order: number;
  readonly periods: Readonly<Record<string, number>>;
  readonly electiveIn: readonly number[];
};

/** A subject that a pupil chose (upper secondary), with or without its special topics (cụm chuyên đề); compulsory subjects are here only for their topics. */
export type StoredChoice = { readonly enrollmentId: string; readonly subjectId: string; readonly topics: boolean };

export type StoredAssignment = { readonly classId: string; readonly subjectId: string; readonly teacherId: string };

export type SchoolRepository = {
  /** Null in a database that was just created. */
  school(): Promise<StoredSchool | null>;
  saveSchool(school: StoredSchool): Promise<void>;
  currentYear(): Promise<StoredYear>;
  /** Newest first. */
  years(): Promise<readonly StoredYear[]>;
  yearById(id: string): Promise<StoredYear | null>;
  /** Adds the year and makes it current. */
  addYear(year: StoredYear, createdAt: string): Promise<void>;
  /** Of the current year or the one given, by grade and name in Vietnamese order. */
  classes(yearId?: string): Promise<readonly StoredClass[]>;
  /** Of all years. */
  everyClass(): Promise<readonly StoredClass[]>;
  classById(id: string): Promise<StoredClass | null>;
  saveClass(value: StoredClass): Promise<void>;
  removeClass(id: string): Promise<void>;
  teachers(): Promise<readonly StoredTeacher[]>;
  saveTeacher(value: StoredTeacher): Promise<void>;
  /** Subjects in their order, with their periods in the current year or the one given. */
  subjects(yearId?: string): Promise<readonly StoredSubject[]>;
  saveSubject(value: StoredSubject, yearId: string): Promise<void>;
  /** Whether marks, assignments, choices, exemptions, an old school's results, phrases or locks (former ones too) stand on the subject, in any year. */
  subjectHasWork(id: string): Promise<boolean>;
  removeSubject(id: string): Promise<void>;
  /** Of one class, or of all classes of the current year. */
  assignments(classId: string | null): Promise<readonly StoredAssignment[]>;
  /** `teacherId` null takes the assignment away. */
  assign(classId: string, subjectId: string, teacherId: string | null): Promise<void>;
};

export type StoredUser = {
  readonly id: string;
  readonly userName: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly teacherId: string | null;
  readonly active: boolean;
  /** `scrypt$N$r$p$salt$hash`, base64url. */
  readonly passwordHash: string;
  readonly createdAt: string;
};

export type UserRepository = {
  users(): Promise<readonly StoredUser[]>;
  byName(userName: string): Promise<StoredUser | null>;
  byId(id: string): Promise<StoredUser | null>;
  save(user: StoredUser): Promise<void>;
  failures(userName: string): Promise<{ readonly failures: number; readonly lastAt: string } | null>;
  /** `failures` 0 forgets. */
  setFailures(userName: string, failures: number, at: string): Promise<void>;
};

export type StoredPupil = { readonly id: string; readonly data: PupilData };

export type EnrollmentStatus = 'studying' | 'moved-class' | 'left-school';

export type StoredEnrollment = {
  readonly id: string;
  readonly yearId: string;
  readonly classId: string;
  readonly pupilId: string;
  readonly position: number;
  readonly status: EnrollmentStatus;
  readonly enteredOn: string;
  readonly leftOn: string | null;
};

export type ExemptionKind = 'practical' | 'not-assessed';
export type ExemptionTerm = 'semester1' | 'semester2' | 'year' | 'level';

/**
 * `practical`: the practical part is replaced by theory, so that all marks are still due (TT 22/2021 Art. 10). `not-assessed`: the subject counts nowhere and is
 * written M (Art. 11). `reason`: the number of the decision or plan.
 */
export type StoredExemption = { readonly enrollmentId: string; readonly subjectId: string; readonly kind: ExemptionKind; readonly term: ExemptionTerm; readonly reason: string; readonly decidedOn: string };

export type StoredImport = {
  readonly id: string;
  readonly fileName: string;
  readonly appliedAt: string;
  readonly appliedBy: string;
  readonly added: number;
  readonly changed: number;
  readonly undoneAt: string | null;
};

/** `before`/`after`: JSON text of the entity, null where it did not exist. */
export type StoredImportChange = { readonly entity: 'pupil' | 'enrollment' | 'class'; readonly entityId: string; readonly before: string | null; readonly after: string | null };

export type PupilRepository = {
  /** Pupils of a class with their enrollment, by position. `classId` null: all classes of the current year. */
  ofClass(classId: string | null): Promise<readonly { readonly pupil: StoredPupil; readonly enrollment: StoredEnrollment }[]>;
  /** How many study in each class of the current year; a class without pupils is not named. */
  sizes(yearId?: string): Promise<ReadonlyMap<string, number>>;
  byId(pupilId: string): Promise<{ readonly pupil: StoredPupil; readonly enrollment: StoredEnrollment | null } | null>;
  enrollment(enrollmentId: string): Promise<StoredEnrollment | null>;
  /** All pupils of the school, also of former years. */
  all(): Promise<readonly StoredPupil[]>;
  savePupil(pupil: StoredPupil): Promise<void>;
  removePupil(id: string): Promise<void>;
  saveEnrollment(enrollment: StoredEnrollment): Promise<void>;
  removeEnrollment(id: string): Promise<void>;
  /** Of both kinds, of a class or (null) of the current year. */
  exemptions(classId: string | null): Promise<readonly StoredExemption[]>;
  /** Of a class, or (null) of the current school year. */
  choices(classId: string | null): Promise<readonly StoredChoice[]>;
  /** All choices of one pupil in place of what stood there. */
  setChoices(enrollmentId: string, choices: readonly Omit<StoredChoice, 'enrollmentId'>[]): Promise<void>;
  addImport(entry: StoredImport, changes: readonly StoredImportChange[]): Promise<void>;
  imports(): Promise<readonly StoredImport[]>;
  /** In the order they were made. */
  importChanges(importId: string): Promise<readonly StoredImportChange[]>;
  markImportUndone(importId: string, at: string): Promise<void>;
  /** Whether marks, register entries, records, choices, moves, decisions or an old school's results stand on the enrollment. Exemptions are asked for by themselves. */
  hasWork(enrollmentId: string): Promise<boolean>;
};

/** One cell as it stands; an empty cell has no row. */
export type StoredMark = {
  readonly enrollmentId: string;
  readonly subjectId: string;
  readonly semester: Semester;
  readonly column: MarkColumn;
  readonly state: 'entered' | 'excused' | 'absent';
  /** Tenths. */
  readonly score: number | null;
  readonly pass: 'Đ' | 'CĐ' | null;
  readonly comment: string | null;
  /** Primary subjects: Hoàn thành tốt, Hoàn thành, Chưa hoàn thành. */
  readonly level: 'T' | 'H' | 'C' | null;
  readonly changes: number;
};

export type MarkPlace = Pick<StoredMark, 'enrollmentId' | 'subjectId' | 'semester' | 'column'>;

/** `before` and `after` as people see them: `8,5`, `Đ`, `P`, `V`, a comment, or empty text. */
export type StoredChange = { readonly before: string; readonly after: string; readonly reason: string | null; readonly at: string; readonly userId: string; readonly userName: string };

/** A change with its cell; `undone`: it belongs to a step that stands undone. */
export type StoredCellChange = MarkPlace & StoredChange & { readonly undone: boolean };

/** Of one pupil, subject and semester: regular marks and periodic ones that stand (an absence for good counts), excused ones, comments. */
export type PupilMarkCount = { readonly enrollmentId: string; readonly subjectId: string; readonly regular: number; readonly periodic: number; readonly excused: number; readonly comments: number; readonly topics: number; /** Levels and tests of primary sheets. */ readonly primary: number };

export type StepPlace = { readonly classId: string; readonly subjectId: string; readonly semester: Semester; readonly userId: string };

export type GradebookRepository = {
  /** Marks of a class, optionally of one subject; both semesters. */
  marks(classId: string, subjectId: string | null, semester?: Semester | null): Promise<readonly StoredMark[]>;
  /** All subjects and both semesters of one pupil. */
  marksOfPupil(enrollmentId: string): Promise<readonly StoredMark[]>;
  mark(place: MarkPlace): Promise<StoredMark | null>;
  /** Those who study in the class, counted by the database: one row for each pupil and subject with any mark. */
  counts(classId: string, semester: Semester): Promise<readonly PupilMarkCount[]>;
  /**
   * Sets (or with null clears) a cell and appends the change to its history in the same transaction.
   * `changes` of the stored row counts the changes after the first entry.
   */
  setMark(place: MarkPlace, value: Omit<StoredMark, keyof MarkPlace | 'changes'> | null, change: { readonly before: string; readonly after: string; readonly reason: string | null; readonly at: string; readonly userId: string; readonly stepId?: number | null }): Promise<void>;
  /** A new step; what the user had taken back on this sheet can no longer be done again. */
  addStep(step: StepPlace & { readonly kind: EditKind; readonly cells: number; readonly at: string }): Promise<number>;
  /** The step that undo (of those done, the newest) or redo (of those taken back, the oldest) is about. */
  nextStep(step: StepPlace & { readonly state: 'done' | 'undone' }): Promise<{ readonly id: number; readonly kind: EditKind } | null>;
  changesOfStep(stepId: number): Promise<readonly { readonly enrollmentId: EnrollmentId; readonly column: MarkColumn; readonly before: string; readonly after: string }[]>;
  setStepState(stepId: number, state: 'done' | 'undone'): Promise<void>;
  /** Oldest first. */
  history(place: MarkPlace): Promise<readonly StoredChange[]>;
  /** The histories of all cells of a class that were changed more than once, comments left out. Oldest first. */
  rewrittenCells(classId: string): Promise<readonly StoredCellChange[]>;
};

/** The homeroom teacher's sheet of one pupil; null: not entered. Measures in tenths of cm and kg. */
export type StoredHomeroom = {
  readonly enrollmentId: string;
  readonly conduct1: string | null;
  readonly conduct2: string | null;
  readonly excused1: number | null;
  readonly unexcused1: number | null;
  readonly excused2: number | null;
  readonly unexcused2: number | null;
  readonly height: number | null;
  readonly weight: number | null;
  readonly comment: string | null;
  readonly summerConduct: string | null;
  readonly commendation: string | null;
  /** Primary: nominated by the class (1), what was outstanding, and the principal's decision after the supplementary assessment. */
  readonly nominated: number | null;
  readonly outstanding: string | null;
  readonly supportDecision: 'PROMOTED' | 'RETAINED' | null;
};

export type HomeroomRepository = {
  /** Entries of a class (null: of the current school year); a pupil nothing was entered for has none. */
  ofClass(classId: string | null): Promise<readonly StoredHomeroom[]>;
  entry(enrollmentId: string): Promise<StoredHomeroom | null>;
  /** Sets one field and appends to its history in the same transaction. */
  setField(
    enrollmentId: string,
    field: HomeroomField,
    value: string | number | null,
    change: { readonly before: string; readonly after: string; readonly reason?: string | null; readonly at: string; readonly userId: string; readonly stepId?: number | null },
  ): Promise<void>;
};

export type AuditRepository = {
  /** Newest first. */
  list(before: number | null, limit: number): Promise<readonly AuditEntry[]>;
  count(): Promise<number>;
  /** Hash of the newest entry; 64 zeros for an empty log. Stamped into batches and bundles. */
  head(): Promise<string>;
  /** How many entries came after the one with this hash; all of them where there is none. */
  entriesAfter(hash: string): Promise<number>;
  verify(): Promise<{ readonly entries: number; readonly head: string; readonly brokenAt: number | null }>;
};
