/** A cell as it stands on paper; an object where it was corrected: the old values struck through in red, the present one (empty: erased) at their upper right. */
export type BookCell = string | { readonly struck: readonly string[]; readonly text: string };

/** Words of the circular (`words` of its rule table) and of the programme: `học sinh` or `học viên`, `Hiệu trưởng` or `Giám đốc`, `nhà trường` or `trung tâm`. */
export type BookWords = { readonly learner: string; readonly head: string; readonly classTeacher: string; readonly institution: string; readonly charter: string };

/** What stands on every book's cover. */
export type BookFrame = {
  readonly schoolName: string;
  readonly communeName: string;
  readonly provinceName: string;
  /** `CẤP TRUNG HỌC CƠ SỞ`. */
  readonly levelTitle: string;
  /** `22/2021/TT-BGDĐT`: whose form it is. */
  readonly circular: string;
  readonly words: BookWords;
  /** `2025-2026`. */
  readonly schoolYear: string;
  readonly headName: string;
  /** Titles over the head's signature, one a line; a deputy signs for the head (NĐ 30/2020 annex I: `KT.`). */
  readonly headTitles: readonly string[];
  readonly training: boolean;
  /** ISO 8601 with offset. The same data printed at the same moment give the same bytes. */
  readonly printedAt: string;
};

/** A line of the class list. `gone`: left the class, struck through in red. `remark`: joined or left, when and how. */
export type BookPupil = { readonly position: number; readonly fullName: string; readonly gone: boolean; readonly remark: string };

/** Days of birth as `05/09/2012`. `family`: father, mother or guardian with what is known of them. */
export type PupilProfile = {
  readonly birthDate: string;
  readonly birthPlace: string;
  readonly sex: string;
  readonly ethnicity: string;
  readonly priority: string;
  readonly address: string;
  readonly father: string;
  readonly mother: string;
  readonly changes: string;
};

/** Absences counted in whole sessions; empty text where nothing was entered. */
export type AbsenceTotals = { readonly all: string; readonly excused: string; readonly unexcused: string };

/**
 * One month of attendance. `days`: one text per day of the month for each pupil of the book (`P`, `K` or empty), in the order of its list; null where no daily
 * attendance is kept: the grid stays empty for the pen. `sums`: totals of a period that ends with this month.
 */
export type AttendanceMonth = {
  readonly year: number;
  readonly month: number;
  readonly days: readonly (readonly string[])[] | null;
  readonly totals: readonly AbsenceTotals[] | null;
  readonly sums: readonly { readonly title: string; readonly totals: readonly AbsenceTotals[] }[];
};

/** One pupil's line in a subject's list. `semester`, `year`: averages or Đ/CĐ; `Miễn` where exempt. */
export type SubjectRow = {
  readonly pupil: BookPupil;
  readonly code: string;
  readonly birthDate: string;
  /** As many as the list has regular columns. */
  readonly regular: readonly BookCell[];
  readonly midterm: BookCell;
  readonly final: BookCell;
  readonly semester: string;
  readonly year: string;
  readonly reassessment: BookCell;
  readonly comment: string;
  /** What the notes column says: corrections with who and when, joined or left. */
  readonly notes: readonly string[];
};

export type SubjectSheet = {
  readonly className: string;
  readonly subject: string;
  readonly kind: 'scored' | 'comment';
  readonly semester: 1 | 2;
  readonly teacher: string;
  /** Headings of the regular columns; empty text for the form's own ones. */
  readonly regular: readonly string[];
  readonly rows: readonly SubjectRow[];
  readonly corrections: number;
  /** Whether somebody is marked excused or absent: then the list explains the letters. */
  readonly hasAbsences: boolean;
};

/** Results by subject; `results` in the order of `comment` and then `scored`. */
export type SummaryTable = {
  readonly comment: readonly string[];
  readonly scored: readonly string[];
  readonly rows: readonly { readonly pupil: BookPupil; readonly results: readonly string[]; readonly learning: string; readonly conduct: BookCell; /** Corrections with who and when, joined or left. */ readonly notes: readonly string[] }[];
};

export type YearRow = {
  readonly pupil: BookPupil;
  readonly conduct: string;
  readonly learning: string;
  readonly conductAfter: BookCell;
  readonly learningAfter: string;
  readonly absences: string;
  readonly promoted: boolean | null;
  readonly award: string;
};

export type YearTotals = { readonly pupils: number; readonly promoted: number; readonly promotedAfterSummer: number; readonly notPromoted: number; readonly undecided: number };

/** Sổ theo dõi và đánh giá học sinh (theo lớp học) of one class: everything that stands in it, as it stands on paper. */
export type ClassBook = {
  readonly frame: BookFrame;
  readonly className: string;
  readonly size: number;
  readonly girls: number;
  readonly classTeacher: string;
  readonly teachers: readonly { readonly subject: string; readonly teacher: string }[];
  readonly pupils: readonly BookPupil[];
  readonly profiles: readonly PupilProfile[];
  readonly attendance: readonly AttendanceMonth[];
  readonly semesters: readonly { readonly semester: 1 | 2; readonly sheets: readonly SubjectSheet[]; readonly summary: SummaryTable }[];
  readonly year: { readonly summary: SummaryTable; readonly rows: readonly YearRow[]; readonly totals: YearTotals };
};

/** Sổ theo dõi và đánh giá học sinh (của giáo viên): one teacher's subject, a list per class and semester. */
export type SubjectBook = {
  readonly frame: BookFrame;
  readonly teacher: string;
  readonly subject: string;
  readonly classNames: readonly string[];
  readonly sheets: readonly SubjectSheet[];
};

/** One pupil's line of a primary class's summary table. Letters as the form has them: T, H, C; T, Đ, C; `M` not assessed; tests as whole marks. */
export type PrimaryRow = {
  readonly pupil: BookPupil;
  readonly birthDate: string;
  readonly girl: boolean;
  readonly subjects: readonly { readonly level: string; readonly test: string }[];
  readonly attributes: readonly string[];
  /** Year's end only: HTXS, HTT, HT, CHT; null while it is open. */
  readonly outcome: 'HTXS' | 'HTT' | 'HT' | 'CHT' | null;
  readonly awarded: boolean;
  readonly retained: boolean;
  readonly notes: string;
};

/** Bảng tổng hợp kết quả đánh giá giáo dục của lớp at one moment (TT 27/2020 annex 2). */
export type PrimaryTable = {
  /** `Giữa học kì I`. */
  readonly moment: string;
  readonly subjects: readonly { readonly name: string; readonly hasTest: boolean }[];
  readonly attributes: readonly { readonly name: string; readonly group: 'quality' | 'general' | 'specific' }[];
  /** With outcome, commendation and retention: at the year's end. */
  readonly withYear: boolean;
  readonly rows: readonly PrimaryRow[];
  /** Sums over those who study, in words; empty text before the year's end. */
  readonly totals: string;
};

export type PrimaryTables = { readonly frame: BookFrame; readonly className: string; readonly classTeacher: string; readonly tables: readonly PrimaryTable[] };

/** Gradebooks on paper: A4, Tinos, one PDF each. Runs off the main thread. */
export type BookPrinter = {
  printClass(book: ClassBook): Promise<Uint8Array>;
  printSubject(book: SubjectBook): Promise<Uint8Array>;
  printPrimary(tables: PrimaryTables): Promise<Uint8Array>;
};
