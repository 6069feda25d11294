import { OfficeError } from '#core/contract/errors.ts';
import type { RecordData } from '#core/records/record-data.ts';
import type { JobProgress } from '../job-board.ts';
import type { Clock, IdSource } from '../ports/clock.ts';
import type { Actor, OfficeDatabase } from '../ports/database.ts';
import type { RecordWriter } from '../ports/documents.ts';
import type { QualityGate } from '../quality/quality-gate.ts';
import { gatherClass, studying } from '../results/class-data.ts';
import { pupilResult } from '../results/pupil-result.ts';
import { missingInRecords } from './missing-in-records.ts';
import { headsAt, outdatedAmong } from './outdated-versions.ts';
import { recordSource, sourceDigest, type RecordSource } from './record-data.ts';

export type CreateRecordsParts = { readonly writer: RecordWriter; readonly clock: Clock; readonly ids: IdSource; readonly gate: QualityGate };

export type RecordToMake = { readonly enrollmentId: string; readonly pupilName: string; readonly source: RecordSource };

/**
 * What has to be made for a class: a record for each pupil who has none, a new version (under a new UUID) for each whose data changed; those that still hold
 * are left alone. Errors: records.incomplete {count}.
 */
export async function recordsToMake({ gate }: Pick<CreateRecordsParts, 'gate'>, database: OfficeDatabase, classId: string, at: string): Promise<readonly RecordToMake[]> {
  return database.read(async (repositories) => {
    const data = await gatherClass(repositories, classId);
    const missing = missingInRecords(data, await gate.errorsInYear(repositories, data.group));
    if (data.kind === 'primary') throw new OfficeError('records.primary-not-made');
    if (missing.length > 0) throw new OfficeError('records.incomplete', { count: missing.length });
    const past = await repositories.moves.pastYearsOfClass(classId);
    const heads = await headsAt(repositories, data, at);
    const versions = await repositories.records.currentOfClass(classId);
    const signatures = await repositories.records.signatures(versions.map(({ id }) => id));
    const outdated = outdatedAmong(data, versions, { past, heads, signatures });
    const holding = new Set(versions.filter(({ id }) => !outdated.has(id)).map(({ enrollmentId }) => enrollmentId));
    return studying(data).flatMap((pupil): readonly RecordToMake[] => {
      const { enrollment } = pupil;
      if (holding.has(enrollment.id)) return [];
      const source = recordSource(
        data,
        pupilResult(data, pupil),
        past.filter(({ pupilId }) => pupilId === pupil.pupil.id),
        heads[0],
      );
      if (source === null) throw new OfficeError('records.incomplete', { count: 1 });
      return [{ enrollmentId: enrollment.id, pupilName: source.pupil.fullName, source }];
    });
  });
}

/** Makes the records one by one, each in its own transaction: a program killed in between has whole records and nothing half. */
export async function createRecords(parts: CreateRecordsParts, database: OfficeDatabase, actor: Actor, wanted: readonly RecordToMake[], progress: JobProgress): Promise<void> {
  for (const [index, { enrollmentId, pupilName, source }] of wanted.entries()) {
    progress.checkCancelled();
    progress.report(index, wanted.length, pupilName);
    const data: RecordData = { ...source, uuid: parts.ids.next(), createdAt: parts.clock.now() };
    const bytes = parts.writer.write(data);
    await database.write(actor, async ({ records }) => {
      const existing = await records.recordOfEnrollment(enrollmentId);
      const version = (existing?.versions ?? 0) + 1;
      await records.addVersion({
        recordId: existing?.id ?? parts.ids.next(),
        enrollmentId,
        version: { id: parts.ids.next(), version, uuid: data.uuid, formatId: data.formatId, source: JSON.stringify(data), sourceDigest: sourceDigest(source), data: bytes, createdAt: data.createdAt, createdBy: actor.userName },
      });
      return { value: undefined, audit: { action: 'records.created', detail: { enrollmentId, uuid: data.uuid, version } } };
    });
    // Writing and validating is work of the processor: let the office answer in between.
    await new Promise((resolve) => setImmediate(resolve));
  }
  progress.report(wanted.length, wanted.length, '');
}
