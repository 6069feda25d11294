import { z } from 'zod';

/**
 * The ministry's plan of each school year (khung kế hoạch thời gian năm học) as far as the office needs it: on which day the first semester ends at the
 * latest. Years that the table does not know yet end it on the usual day.
 */
export const schoolYearFrames = z.strictObject({
  usual: z.strictObject({ semester1Ends: z.string().regex(/^01-\d{2}$/u), source: z.string() }),
  years: z.array(z.strictObject({ schoolYear: z.string().regex(/^\d{4}-\d{4}$/u), semester1Ends: z.iso.date(), source: z.string() })),
});
export type SchoolYearFrames = z.infer<typeof schoolYearFrames>;

/** The last day of the first semester, `2026-01-17`. `schoolYear`: `2025-2026`. */
export function semester1Ends({ usual, years }: SchoolYearFrames, schoolYear: string): string {
  return years.find((year) => year.schoolYear === schoolYear)?.semester1Ends ?? `${schoolYear.slice(5)}-${usual.semester1Ends}`;
}
