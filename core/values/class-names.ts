/** The level that a grade belongs to (Luật Giáo dục 2019 Art. 28): 1 to 5, 6 to 9, 10 to 12. */
export function levelOfGrade(grade: number): 'primary' | 'lower-secondary' | 'upper-secondary' {
  if (grade <= 5) return 'primary';
  return grade <= 9 ? 'lower-secondary' : 'upper-secondary';
}

/** `6A1` is grade 6; null where the name begins with none of the lower secondary level (6 to 9). */
export function gradeOf(className: string): number | null {
  const grade = Number(/^(\d{1,2})(?!\d)/u.exec(className)?.[1] ?? 0);
  return grade >= 6 && grade <= 9 ? grade : null;
}
