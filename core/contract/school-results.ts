import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { dateTime, nothing } from './shared.ts';

const count = z.number().int();
/** Pupils by level; `none`: something is missing yet. */
export const levelCounts = z.object({ T: count, K: count, Đ: count, CĐ: count, none: count });
export type LevelCounts = z.infer<typeof levelCounts>;

const schoolClass = { classId: ids.classId, className: z.string(), grade: z.number().int(), size: count };
const periodCounts = z.object({ learning: levelCounts, conduct: levelCounts });

/** One class of the whole school, counted: TT 22 and TT 43 by levels (`review`: pupils where the school has to decide), TT 27 by the year's outcome. */
export const schoolClassResults = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('levels'),
    ...schoolClass,
    periods: z.object({ 1: periodCounts, 2: periodCounts, year: periodCounts }),
    awards: z.object({ XUAT_SAC: count, GIOI: count }),
    decisions: z.object({ PROMOTED: count, REASSESS: count, SUMMER_CONDUCT: count, SUMMER_CONDUCT_THEN_REASSESS: count, RETAINED: count, INCOMPLETE: count }),
    review: count,
  }),
  z.object({
    kind: z.literal('primary'),
    ...schoolClass,
    outcomes: z.object({ HTXS: count, HTT: count, HT: count, CHT: count, none: count }),
    awards: z.object({ HOC_SINH_XUAT_SAC: count, HOC_SINH_TIEU_BIEU: count }),
    /** How the year ends; `open`: not decided yet. */
    ending: z.object({ promoted: count, retained: count, open: count }),
  }),
]);
export type SchoolClassResults = z.infer<typeof schoolClassResults>;

export const schoolResults = {
  /** Computes every class's results of the current year beside the office. A job: `job.progressed` tells how far; what it found is asked for by `results.school`. */
  'results.computeSchool': command({ access: ['clerk', 'principal'], input: nothing, output: z.object({ jobId: ids.jobId }) }),
  /** What a job of `results.computeSchool` found, as of when it ended. Errors: job.not-found (still running, cancelled, or too long ago). */
  'results.school': query({
    access: ['clerk', 'principal'],
    input: z.strictObject({ jobId: ids.jobId }),
    output: z.object({ schoolYear: z.string(), computedAt: dateTime, classes: z.array(schoolClassResults) }),
  }),
};
