import type { Handlers } from '../call-context.ts';
import type { JobBoard } from '../job-board.ts';

export function createJobsHandlers({ jobs }: { readonly jobs: JobBoard }): Handlers<'jobs.list' | 'jobs.cancel'> {
  return {
    'jobs.list': (_, { user }) => Promise.resolve({ jobs: [...jobs.list(user?.id ?? null)] }),
    'jobs.cancel': ({ jobId }, { user }) => Promise.resolve({ job: jobs.cancel(jobId, user?.id ?? null) }),
  };
}
