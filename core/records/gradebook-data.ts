import type { Person, SchoolOnPaper } from './people-on-paper.ts';

/** One semester of one pupil in one subject, as the book shows it: marks with a decimal dot, Đ/CĐ, P and V for absences; '' where nothing stands. */
export type SemesterOnPaper = { readonly regular: readonly string[]; readonly topic: string; readonly midterm: string; readonly final: string; readonly result: string; readonly comment: string };

/**
 * Everything that one gradebook says: one class, one subject, one school year (TT 22/2021 annex, sổ theo dõi và đánh giá học sinh; QĐ 1789 wants it signed subject by
 * class). Plain values, gathered from the locked book, then frozen as XML. Dates `YYYY-MM-DD`, moments ISO 8601 with offset.
 */
export type GradebookData = {
  readonly formatId: 'gradebook-v1';
  readonly circular: string;
  /** UUID v4, one per version of a book. */
  readonly uuid: string;
  readonly schoolYear: string;
  readonly createdAt: string;
  readonly training: boolean;
  readonly school: SchoolOnPaper;
  readonly head: Person & { readonly title: string };
  readonly homeroomTeacher: Person;
  readonly teacher: Person;
  readonly grade: number;
  readonly className: string;
  readonly subject: { readonly code: string; readonly name: string; readonly kind: 'scored' | 'comment' };
  /** In the order of the class list; those who left are not in it. */
  readonly pupils: readonly {
    readonly position: number;
    readonly fullName: string;
    readonly ministryCode: string;
    readonly birthDate: string;
    readonly semester1: SemesterOnPaper;
    readonly semester2: SemesterOnPaper;
    /** `M`: exempt. */
    readonly year: string;
    readonly reassessed: string;
  }[];
};
