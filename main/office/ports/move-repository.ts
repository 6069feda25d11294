import type { StoredAssignment, StoredClass, StoredEnrollment, StoredExemption, StoredPupil } from './school-repositories.ts';

/** `position`: the place in the list of the class that is meant: the one joined, left or left behind. */
export type StoredMove = {
  readonly id: string;
  readonly enrollmentId: string;
  readonly kind: 'joined' | 'left' | 'returned' | 'changed-class';
  readonly movedOn: string;
  readonly classId: string;
  readonly position: number;
  readonly otherSchool: string;
  readonly decision: string;
  readonly reason: string;
};

/** A result of a semester as the old school gave it: tenths of a scored subject, Đ/CĐ, or a primary level with its test in tenths. */
export type StoredTransferredResult = {
  readonly enrollmentId: string;
  readonly subjectId: string;
  readonly semester: number;
  readonly score: number | null;
  readonly pass: 'Đ' | 'CĐ' | null;
  readonly level: 'T' | 'H' | 'C' | null;
};

export type StoredTransferredSemester = { readonly enrollmentId: string; readonly semester: number; readonly school: string; readonly conduct: string | null; readonly excused: number | null; readonly unexcused: number | null };

/** A year at another school or under an older circular, in the words of its record: shown, never computed with. */
export type StoredHistoricResult = {
  readonly pupilId: string;
  readonly schoolYear: string;
  readonly className: string;
  readonly school: string;
  readonly enteredOn: string;
  readonly circular: string;
  readonly learning: string;
  readonly conduct: string;
  readonly outcome: string;
  readonly title: string;
};

/** What the principal confirmed. `basis`: JSON of the results it rests on; other results now make it outdated. */
export type StoredFinalDecision = { readonly enrollmentId: string; readonly decision: 'PROMOTED' | 'RETAINED'; readonly basis: string; readonly decidedOn: string; readonly decidedBy: string };

/** A line of a pupil's way through school (học bạ, page 1). `school` empty: this one. */
export type PastYear = { readonly pupilId: string; readonly schoolYear: string; readonly className: string; readonly school: string; readonly enteredOn: string };

/** Everything that a journalled action may write, as flat values; truth values are 0 and 1. */
export type JournalEntities = {
  readonly year: { readonly id: string; readonly name: string; readonly createdAt: string; readonly current: number };
  readonly class: StoredClass;
  readonly periods: { readonly yearId: string; readonly subjectId: string; readonly grade: number; readonly periods: number; readonly elective: number };
  readonly assignment: StoredAssignment;
  readonly pupil: StoredPupil;
  readonly enrollment: StoredEnrollment;
  readonly choice: { readonly enrollmentId: string; readonly subjectId: string; readonly topics: number };
  readonly exemption: StoredExemption;
  readonly move: StoredMove;
  readonly transferredResult: StoredTransferredResult;
  readonly transferredSemester: StoredTransferredSemester;
  readonly historicResult: StoredHistoricResult;
  readonly finalDecision: StoredFinalDecision;
};
export type EntityName = keyof JournalEntities;
export type EntityValue = JournalEntities[EntityName];

/** One thing as it was and as it is to be; null where it does not exist. Its id follows from its values. */
export type Change = { readonly [Name in EntityName]: { readonly entity: Name; readonly before: JournalEntities[Name] | null; readonly after: JournalEntities[Name] | null } }[EntityName];

export type StoredChangeText = { readonly entity: EntityName; readonly entityId: string; readonly before: string | null; readonly after: string | null };

/** `subject`: JSON of what the line in the list says (names, class, day). */
export type StoredAction = { readonly id: number; readonly kind: string; readonly subject: string; readonly madeAt: string; readonly madeBy: string; readonly undoneAt: string | null; readonly undoneBy: string | null };

/** What stands on a thing: entities of the journal by their name, other work by its kind. */
export type Standing = EntityName | 'marks' | 'homeroom' | 'records' | 'signing' | 'locks' | 'sending' | 'other';

export type MoveRepository = {
  /** `2025-2026 …`: the id under which a value is journalled. */
  idOf<Name extends EntityName>(entity: Name, value: JournalEntities[Name]): string;
  read<Name extends EntityName>(entity: Name, id: string): Promise<JournalEntities[Name] | null>;
  /** Null removes. */
  write<Name extends EntityName>(entity: Name, id: string, value: JournalEntities[Name] | null): Promise<void>;
  /** How many rows of the whole database refer to each of the things, by what they are; a thing that nothing stands on is not there. */
  standingOn(entity: EntityName, ids: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<Standing, number>>>;
  /** Whether marks, homeroom entries or records of the pupil were made after the action. */
  workSince(enrollmentId: string, action: Pick<StoredAction, 'id' | 'madeAt'>): Promise<boolean>;
  addAction(action: Omit<StoredAction, 'id' | 'undoneAt' | 'undoneBy'>, changes: readonly StoredChangeText[]): Promise<number>;
  /** Newest first. */
  actions(limit: number): Promise<readonly StoredAction[]>;
  action(id: number): Promise<StoredAction | null>;
  /** In the order they were made. */
  changes(actionId: number): Promise<readonly StoredChangeText[]>;
  markUndone(actionId: number, at: string, by: string): Promise<void>;
  /** Pupils who changed from this class to another and are not back: the place they had. Of one who did so twice, the last time. */
  movedAway(classId: string): Promise<readonly { readonly pupil: StoredPupil; readonly enrollment: StoredEnrollment; readonly move: StoredMove; readonly toClass: string }[]>;
  /** Moves of the pupils who are in the class now, in the order of their days; `className` of the class each is about. */
  movesOfClass(classId: string): Promise<readonly (StoredMove & { readonly className: string })[]>;
  movesOfPupil(pupilId: string): Promise<readonly (StoredMove & { readonly className: string })[]>;
  /** What the old schools of the class's pupils supplied. */
  transferredOfClass(classId: string): Promise<{ readonly results: readonly StoredTransferredResult[]; readonly semesters: readonly StoredTransferredSemester[] }>;
  transferredOf(enrollmentId: string): Promise<{ readonly results: readonly StoredTransferredResult[]; readonly semesters: readonly StoredTransferredSemester[] }>;
  /** Earlier years of the class's pupils, at this school and at others, oldest first. */
  pastYearsOfClass(classId: string): Promise<readonly PastYear[]>;
  pastYearsOf(pupilId: string, beforeYear: string): Promise<readonly PastYear[]>;
  historicOf(pupilId: string): Promise<readonly StoredHistoricResult[]>;
  /** Of the pupils of a class. */
  finalDecisions(classId: string): Promise<readonly StoredFinalDecision[]>;
  /** Whether an action of the kind was made after this one and still stands. */
  hasLater(kind: string, actionId: number): Promise<boolean>;
  setMovePlace(moveId: string, position: number): Promise<void>;
};
