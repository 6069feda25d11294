import type { Repositories } from '../ports/database.ts';
import type { PastYear } from '../ports/move-repository.ts';
import type { StoredVersion } from '../ports/record-repository.ts';
import { gatherClass, studying, type ClassData } from '../results/class-data.ts';
import { pupilResult } from '../results/pupil-result.ts';
import { recordSource, sourceDigest } from './record-data.ts';

/** Current versions of a class whose data changed since they were frozen: the bytes stay, a re-issue is due. */
export async function outdatedVersions(repositories: Repositories, classId: string): Promise<ReadonlySet<string>> {
  const versions = await repositories.records.currentOfClass(classId);
  return versions.length === 0 ? new Set() : outdatedAmong(await gatherClass(repositories, classId), versions, await repositories.moves.pastYearsOfClass(classId));
}

/** A version whose pupil left the class, or whose data are no longer complete, is outdated too: it says something that does not hold any more. */
export function outdatedAmong(data: ClassData, versions: readonly StoredVersion[], past: readonly PastYear[]): ReadonlySet<string> {
  if (data.kind === 'primary') return new Set();
  const digests = new Map(
    studying(data).map((pupil) => {
      const source = recordSource(data, pupilResult(data, pupil), past.filter(({ pupilId }) => pupilId === pupil.pupil.id));
      return [pupil.enrollment.id, source === null ? null : sourceDigest(source)];
    }),
  );
  return new Set(versions.filter(({ enrollmentId, sourceDigest: frozen }) => digests.get(enrollmentId) !== frozen).map(({ id }) => id));
}
