import type { AddedRule } from './added-rules.ts';
import type { SchoolLevelName } from '#core/values/class-names.ts';

/** Personal data of one pupil as the record's first page has them; empty text: not known. `birthDate`: `2014-03-04`. */
export type Person = {
  readonly ministryCode: string;
  readonly personalId: string;
  readonly registryNumber: string;
  readonly fullName: string;
  readonly birthDate: string;
  readonly sex: 'male' | 'female';
  readonly ethnicity: string;
  readonly nationality: string;
  readonly birthPlace: string;
  readonly homeTown: string;
  readonly address: string;
  readonly fatherName: string;
  readonly motherName: string;
  readonly guardianName: string;
};
export type PersonField = keyof Person;

/** A pupil of this year's lists, or a former one (`className` empty). */
export type KnownPupil = { readonly pupilId: string; readonly className: string; readonly person: Person };

export type QualityTeacher = { readonly id: string; readonly fullName: string; readonly personalId: string; readonly active: boolean };

/** What the school says of itself. The principal stands on every record. */
export type QualitySchool = { readonly provinceName: string; readonly communeName: string; readonly principalName: string; readonly principalPersonalId: string; readonly issuePlace: string };

/** Where in the program something is mended: the words of a target, kept as they came. */
export type Place = Readonly<Record<string, string | number | null | undefined>>;

/** Something that is due and not there, as the lists of what is missing tell it. `enrollmentId` null: for the whole class. */
export type MissingFact = { readonly what: 'mark' | 'homeroom' | 'comment' | 'decision'; readonly enrollmentId: string | null; readonly detail: string; readonly place: Place };

/** A sum of absences that is not the sum of the days. */
export type AbsenceDoubt = { readonly field: string; readonly entered: number; readonly counted: number };

export type QualityPupil = {
  readonly pupilId: string;
  readonly enrollmentId: string;
  readonly person: Person;
  /** Came from another school during the year, without a year or a semester of that school on record. */
  readonly cameWithoutPast: boolean;
  /** What the principal confirmed, and what the results say now; null: not confirmed, or open. */
  readonly confirmed: 'PROMOTED' | 'RETAINED' | null;
  readonly computed: 'PROMOTED' | 'RETAINED' | null;
  /** Sessions of the year (null: not known), and whether they are more than a promotion allows (TT 22/2021 Art. 12: 45, as the school counts them). */
  readonly absences: number | null;
  readonly missedTooMuch: boolean;
  readonly absenceDoubts: readonly AbsenceDoubt[];
};

export type QualityClass = {
  readonly id: string;
  readonly name: string;
  readonly grade: number;
  readonly level: SchoolLevelName;
  readonly homeroomTeacherId: string | null;
  /** `teacherId` null: nobody is assigned. Empty for classes without assessment. */
  readonly subjects: readonly { readonly name: string; readonly teacherId: string | null }[];
  /** Those who study in the class. */
  readonly pupils: readonly QualityPupil[];
  readonly missing: readonly MissingFact[];
};

/** One school year as the rules look at it. `ageRule`: whether ages for grades hold (not in continuing education). */
export type QualityYear = {
  readonly schoolYear: string;
  readonly school: QualitySchool;
  readonly teachers: readonly QualityTeacher[];
  readonly known: readonly KnownPupil[];
  readonly ageRule: boolean;
  /** Of a province, those that hold in the year. */
  readonly added: readonly AddedRule[];
};
