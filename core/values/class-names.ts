/** `6A1` is grade 6; null where the name begins with none of the lower secondary level (6 to 9). */
export function gradeOf(className: string): number | null {
  const grade = Number(/^(\d{1,2})(?!\d)/u.exec(className)?.[1] ?? 0);
  return grade >= 6 && grade <= 9 ? grade : null;
}
