import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { dateTime } from './shared.ts';
import { officeErrorData } from './errors.ts';

/** Work that takes longer than a breath. The page learns of it by `job.progressed` and may ask for it at any time. */
export const job = z.object({
  id: ids.jobId,
  kind: z.enum(['training-school', 'create-records', 'sign', 'submit', 'export', 'hand-off', 'take-back', 'print-books', 'verify', 'roll-over', 'school-results', 'quality', 'trust']),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  done: z.number().int(),
  total: z.number().int(),
  /** What is being done right now, e.g. the pupil's name. Never a PIN. */
  label: z.string(),
  startedAt: dateTime,
  error: officeErrorData.nullable(),
  mayCancel: z.boolean(),
});
export type Job = z.infer<typeof job>;

export const jobs = {
  'jobs.list': query({ access: 'public', input: z.strictObject({}), output: z.object({ jobs: z.array(job) }) }),
  'jobs.cancel': command({ access: 'public', input: z.strictObject({ jobId: ids.jobId }), output: z.object({ job }) }),
};
