import type { Level, PassLevel, Tenths } from '#core/values/marks.ts';

/** Result of one subject as the record shows it. A scored value in tenths, a comment subject's Đ/CĐ, `M` for an exempt subject. */
export type SubjectValue = Tenths | PassLevel | 'M';

/**
 * Everything that one digital student record says: one pupil, one school year (QĐ 1789 annex IV; domain.md 3.6; TT 22/2021 annex).
 * Plain values, gathered from the office's data at the moment of creation, then frozen as XML. Dates `YYYY-MM-DD`, moments ISO 8601 with offset.
 */
export type RecordData = {
  readonly formatId: 'secondary-v1';
  /** `22/2021/TT-BGDĐT`. */
  readonly circular: string;
  /** Mã tra cứu: UUID v4, one per version of a record; new after a withdrawal or re-issue. */
  readonly uuid: string;
  /** `2025-2026`. */
  readonly schoolYear: string;
  readonly createdAt: string;
  readonly training: boolean;
  readonly school: {
    readonly departmentCode: string;
    readonly departmentName: string;
    readonly code: string;
    readonly name: string;
    readonly communeName: string;
    readonly provinceName: string;
    /** Ministry's code of the school level: `03` lower secondary. */
    readonly levelCode: '03' | '04' | '05';
  };
  readonly issue: { readonly principalName: string; readonly principalPersonalId: string; readonly principalTitle: string; readonly place: string };
  readonly homeroomTeacher: { readonly name: string; readonly personalId: string };
  readonly pupil: {
    readonly fullName: string;
    readonly personalId: string;
    readonly ministryCode: string;
    readonly registryNumber: string;
    readonly birthDate: string;
    readonly sex: 'male' | 'female';
    /** Name, not code: `Kinh`. */
    readonly ethnicity: string;
    readonly nationality: string;
    readonly birthPlace: string;
    readonly homeTown: string;
    readonly address: string;
    readonly fatherName: string;
    readonly motherName: string;
    readonly guardianName: string;
  };
  /** Centimetres and kilograms in tenths. */
  readonly measures: { readonly height: number; readonly weight: number };
  readonly absences: { readonly excused: number; readonly unexcused: number };
  readonly grade: number;
  readonly className: string;
  /** Years at this school level so far, the present one last. */
  readonly history: readonly { readonly schoolYear: string; readonly className: string; readonly schoolName: string; readonly enteredOn: string }[];
  readonly subjects: readonly {
    readonly code: string;
    readonly name: string;
    readonly shortName: string;
    readonly kind: 'scored' | 'comment';
    readonly semester1: SubjectValue;
    readonly semester2: SubjectValue;
    readonly year: SubjectValue;
    readonly reassessed: SubjectValue | null;
    readonly comment: string;
    readonly teacher: { readonly name: string; readonly personalId: string };
  }[];
  readonly learning: { readonly semester1: Level; readonly semester2: Level; readonly year: Level; /** Subject code of the Art. 9.3 adjustment of the year. */ readonly adjustedBy: string | null };
  readonly conduct: { readonly semester1: Level; readonly semester2: Level; readonly year: Level };
  readonly afterSummer: { readonly learning: Level; readonly conduct: Level } | null;
  /** The decision that stands; a record is made only when it is final. */
  readonly decision: 'PROMOTED' | 'RETAINED';
  readonly title: 'XUAT_SAC' | 'GIOI' | null;
  readonly commendation: string;
  readonly homeroomComment: string;
};
