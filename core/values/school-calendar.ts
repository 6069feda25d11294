/** A day of a month as a class list heads it. `weekday`: 1 Monday … 7 Sunday. `date`: `2025-09-05`. */
export type SchoolDay = { readonly day: number; readonly date: string; readonly weekday: number };

const two = (number: number) => String(number).padStart(2, '0');

/** The ten months of a school year in which attendance is kept: September to June, as `2025-09`. `schoolYear`: `2025-2026`. */
export function schoolMonths(schoolYear: string): readonly string[] {
  const start = Number(schoolYear.slice(0, 4));
  return [9, 10, 11, 12, 1, 2, 3, 4, 5, 6].map((month) => `${month >= 9 ? start : start + 1}-${two(month)}`);
}

/** All days of a month (`2025-09`) in the Gregorian calendar. */
export function daysOfMonth(month: string): readonly SchoolDay[] {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const count = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return Array.from({ length: count }, (_, index) => {
    const date = `${month}-${two(index + 1)}`;
    return { day: index + 1, date, weekday: ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1 };
  });
}
