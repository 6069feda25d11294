import type { MethodOutput } from '#core/contract/index.ts';
import type { Semester } from '#core/contract/shared.ts';
import type { Role } from '#core/contract/method.ts';
import type { SchoolClassResults } from '#core/contract/school-results.ts';
import type { QualityFindings, QualityTables } from './quality.ts';
import type { OfficeDatabase, Repositories } from './database.ts';

/** For whom a list is made: what the rights look at, as plain data. */
export type Viewer = { readonly roles: readonly Role[]; readonly teacherId: string | null };

/** How far one class is in the year. Missing things count per semester. */
export type ClassProgress = { readonly classId: string; readonly name: string; readonly size: number; readonly missingMarks: readonly [number, number]; readonly missingHomeroom: readonly [number, number]; readonly records: number; readonly signed: number; readonly accepted: number; readonly unassigned: number };

/** What is asked of all classes of the current year at once, with its answer. Plain data: it crosses threads. */
export type WholeSchool = {
  readonly quality: { readonly question: QualityTables; readonly answer: QualityFindings };
  readonly results: { readonly question: null; readonly answer: readonly SchoolClassResults[] };
  readonly progress: { readonly question: null; readonly answer: readonly ClassProgress[] };
  readonly board: { readonly question: { readonly semester: Semester; readonly viewer: Viewer }; readonly answer: MethodOutput<'board.term'> };
};

export type WholeSchoolName = keyof WholeSchool;

/** Passed through between one class and the next: tells how far the work is, lets others have their turn, and throws OfficeError job.cancelled where nobody wants the answer any more. */
export type BetweenClasses = (done: number, total: number, className: string) => Promise<void>;

/** The use cases behind the questions, wherever they run. */
export type AnswerWholeSchool = <Name extends WholeSchoolName>(repositories: Repositories, name: Name, question: WholeSchool[Name]['question'], between: BetweenClasses) => Promise<WholeSchool[Name]['answer']>;

export type WholeSchoolOptions = { readonly report?: (done: number, total: number, className: string) => void; readonly signal?: AbortSignal };

/**
 * Answers without holding up the office: in a thread of its own, as of one moment of the database. A small school is counted in the office's own thread, class
 * by class, sooner than a thread starts. Errors: job.cancelled, and those of the use case.
 */
export type WholeSchoolReader = {
  ask<Name extends WholeSchoolName>(database: OfficeDatabase, name: Name, question: WholeSchool[Name]['question'], options?: WholeSchoolOptions): Promise<WholeSchool[Name]['answer']>;
  /** Whether a school's file is sound (SQLite's words where it is not): before it is opened. Errors: database.damaged, database.busy. */
  soundness(path: string): Promise<string | null>;
  /** Gives up what is under way, and waits until no file is open any more: before a school is closed. */
  abandon(): Promise<void>;
  close(): Promise<void>;
};
