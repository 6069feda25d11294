/** Levels of schools (Luật Giáo dục 2019 Art. 23, 28). */
export const schoolLevels = ['preschool', 'primary', 'lower-secondary', 'upper-secondary'] as const;
export type SchoolLevelName = (typeof schoolLevels)[number];

/** The level that a grade belongs to (Luật Giáo dục 2019 Art. 28): 1 to 5, 6 to 9, 10 to 12; preschool classes have grade 0. */
export function levelOfGrade(grade: number): SchoolLevelName {
  if (grade <= 0) return 'preschool';
  if (grade <= 5) return 'primary';
  return grade <= 9 ? 'lower-secondary' : 'upper-secondary';
}

const grades: Readonly<Record<SchoolLevelName, readonly number[]>> = { preschool: [0], primary: [1, 2, 3, 4, 5], 'lower-secondary': [6, 7, 8, 9], 'upper-secondary': [10, 11, 12] };

/** Grades taught at these levels, ascending. */
export function gradesOf(levels: readonly SchoolLevelName[]): readonly number[] {
  return schoolLevels.filter((level) => levels.includes(level)).flatMap((level) => grades[level]);
}

const preschoolName = /^(?:lớp\s+)?(?:mầm|chồi|lá|nhà trẻ|mẫu giáo|mg|nt)(?![\p{L}])|^\d{1,2}(?:\s*-\s*\d{1,2})?\s*(?:tuổi|tháng)/iu;

/** `6A1` is grade 6, `10 Toán` grade 10; `Lá 2` and `5 tuổi A` are preschool (0); null where the name tells no grade. */
export function gradeOf(className: string): number | null {
  if (preschoolName.test(className.normalize('NFC').trim())) return 0;
  const grade = Number(/^(\d{1,2})(?!\d)/u.exec(className)?.[1] ?? 0);
  return grade >= 1 && grade <= 12 ? grade : null;
}
