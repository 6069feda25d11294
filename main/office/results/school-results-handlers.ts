import { OfficeError } from '#core/contract/errors.ts';
import type { SchoolClassResults } from '#core/contract/school-results.ts';
import { jobId as jobIdOf } from '#core/values/ids.ts';
import type { Handlers } from '../call-context.ts';
import type { JobBoard } from '../job-board.ts';
import type { Clock } from '../ports/clock.ts';
import type { OfficeDatabase } from '../ports/database.ts';
import type { WholeSchoolReader } from '../ports/whole-school.ts';

type Found = { readonly schoolYear: string; readonly computedAt: string; readonly classes: readonly SchoolClassResults[] };

/** What was found is kept for so many jobs: a window shows one at a time. */
const remembered = 8;

export function createSchoolResultsHandlers({ wholeSchool, jobs, clock }: { readonly wholeSchool: WholeSchoolReader; readonly jobs: JobBoard; readonly clock: Clock }): Handlers<'results.computeSchool' | 'results.school'> {
  /** By job; it goes with its school when that is closed. */
  const found = new WeakMap<OfficeDatabase, Map<string, Found>>();

  function keep(database: OfficeDatabase, jobId: string, results: Found): void {
    const kept = found.get(database) ?? new Map<string, Found>();
    found.set(database, kept.set(jobId, results));
    for (const oldest of kept.keys()) if (kept.size > remembered) kept.delete(oldest);
  }

  return {
    'results.computeSchool': (_, context) => {
      const database = context.database();
      const jobId = jobs.start({ kind: 'school-results', total: 0, mayCancel: true, userId: context.user?.id ?? null }, async (progress, id) => {
        const schoolYear = (await database.read(({ school }) => school.currentYear())).name;
        const classes = await wholeSchool.ask(database, 'results', null, { report: (done, total, className) => progress.report(done, total, className), signal: progress.signal });
        keep(database, id, { schoolYear, computedAt: clock.now(), classes });
      });
      return Promise.resolve({ jobId: jobIdOf.parse(jobId) });
    },

    'results.school': ({ jobId }, context) => {
      const results = found.get(context.database())?.get(jobId);
      if (results === undefined) return Promise.reject(new OfficeError('job.not-found'));
      return Promise.resolve({ ...results, classes: [...results.classes] });
    },
  };
}
