import type { JobBoard } from '../job-board.ts';
import type { OfficeDatabase } from '../ports/database.ts';
import { gatherTrust, networkOf } from './school-trust.ts';
import { stampablesOf, stampClass, type StampParts } from './stamp-signatures.ts';

const program = { userId: null, userName: 'Học Bạ' } as const;

/**
 * Called when a batch has ended: where the school's settings allow it, a job gets the timestamps that signatures of the current year lack. Signing never waits for a
 * TSA; what cannot be had now is added later by hand. Answers the job's id, or null where there is nothing to do.
 */
export async function stampAfterSigning(parts: StampParts & { readonly jobs: JobBoard }, database: OfficeDatabase): Promise<string | null> {
  const waiting = await database.read(async (repositories) => {
    const gathered = await gatherTrust(parts, repositories);
    if (networkOf(gathered, 0) === null || gathered.settings.timestampAddress === '') return [];
    const classes = [];
    for (const { id } of await repositories.school.classes()) {
      if ((await stampablesOf(parts.forms, repositories, id)).some(({ timestamp }) => timestamp === null)) classes.push(id);
    }
    return classes;
  });
  if (waiting.length === 0) return null;
  return parts.jobs.start({ kind: 'trust', total: 0, mayCancel: true, userId: null }, async (progress) => {
    for (const classId of waiting) await stampClass(parts, database, program, classId, progress);
  });
}
