/** `2025-2026` is followed by `2026-2027`. */
export function nextYearName(schoolYear: string): string {
  const from = Number(schoolYear.slice(0, 4)) + 1;
  return `${from}-${from + 1}`;
}

/** The last grade of its level: whoever is through with it leaves the school, or applies for the next level (grades 5, 9 and 12). */
export function isLastGrade(grade: number): boolean {
  return grade === 5 || grade === 9 || grade === 12;
}

/** First grade of its level, whose classes of the new year are filled with newcomers. */
export function isFirstGrade(grade: number): boolean {
  return grade === 1 || grade === 6 || grade === 10;
}

/** `7A1` becomes `8A1`, `10 Toán` becomes `11 Toán`; null where the name does not begin with the grade. */
export function nextClassName(className: string, grade: number): string | null {
  const match = /^(\d{1,2})(?!\d)(.*)$/u.exec(className.trim());
  return match === null || Number(match[1]) !== grade ? null : `${grade + 1}${match[2] ?? ''}`;
}
