import type { RecordData } from '#core/records/record-data.ts';
import { subjectRegion } from '#core/records/secondary-format.ts';
import type { Repositories } from '../ports/database.ts';
import type { PastYear } from '../ports/move-repository.ts';
import type { StoredSignature, StoredVersion } from '../ports/record-repository.ts';
import { gatherClass, studying, type ClassData } from '../results/class-data.ts';
import { pupilResult } from '../results/pupil-result.ts';
import { headsOn, type Head } from '../signers/head-of-school.ts';
import { dayOf } from '../signers/register-state.ts';
import { recordSource, sourceDigest, type RecordSource } from './record-data.ts';

/** Who may sign as head on the day of a moment; the first is whom new records name. */
export async function headsAt({ signers }: Pick<Repositories, 'signers'>, data: Pick<ClassData, 'school'>, at: string): Promise<readonly [Head, ...Head[]]> {
  const [first, ...others] = headsOn(data.school, await signers.appointments(), dayOf(at));
  if (first === undefined) throw new Error('A school always has a head to name.');
  return [first, ...others];
}

/** Current versions of a class whose data changed since they were frozen: the bytes stay, a re-issue is due. `at`: now. */
export async function outdatedVersions(repositories: Repositories, classId: string, at: string): Promise<ReadonlySet<string>> {
  const versions = await repositories.records.currentOfClass(classId);
  if (versions.length === 0) return new Set();
  const data = await gatherClass(repositories, classId);
  const signatures = await repositories.records.signatures(versions.map(({ id }) => id));
  return outdatedAmong(data, versions, { past: await repositories.moves.pastYearsOfClass(classId), heads: await headsAt(repositories, data, at), signatures });
}

/** Beside the class's own data. */
type Surroundings = { readonly past: readonly PastYear[]; readonly heads: readonly [Head, ...Head[]]; readonly signatures: readonly StoredSignature[] };

/**
 * A version whose pupil left the class, or whose data are no longer complete, is outdated too: it says something that does not hold any more. One that only names other
 * people than it would name today is not, where those people signed it: whoever comes after them changes nothing about what was signed (QĐ 1789 Art. 14).
 */
export function outdatedAmong(data: ClassData, versions: readonly StoredVersion[], { past, heads, signatures }: Surroundings): ReadonlySet<string> {
  if (data.kind === 'primary') return new Set();
  const sources = new Map(
    studying(data).map((pupil) => [
      pupil.enrollment.id,
      recordSource(
        data,
        pupilResult(data, pupil),
        past.filter(({ pupilId }) => pupilId === pupil.pupil.id),
        heads[0],
      ),
    ]),
  );
  const isOutdated = (version: StoredVersion): boolean => {
    const source = sources.get(version.enrollmentId) ?? null;
    if (source === null) return true;
    if (sourceDigest(source) === version.sourceDigest) return false;
    const own = signatures.filter(({ versionId }) => versionId === version.id);
    return sourceDigest(withSigners(source, JSON.parse(version.source) as RecordData, own, heads)) !== version.sourceDigest;
  };
  return new Set(versions.filter(isOutdated).map(({ id }) => id));
}

/** The source with those people of the frozen version who have signed it, or who may still sign it today as the school's head. The principal's signature covers everybody's. */
function withSigners(source: RecordSource, frozen: RecordData, signatures: readonly Pick<StoredSignature, 'role' | 'region'>[], heads: readonly Head[]): RecordSource {
  const signed = (role: StoredSignature['role'], region = '') => signatures.some((each) => each.role === 'principal' || (each.role === role && each.region === region));
  const { principalName, principalPersonalId, principalTitle } = frozen.issue;
  const isHead = heads.some(({ name, personalId, title }) => name === principalName && personalId === principalPersonalId && title === principalTitle);
  const teachers = new Map(frozen.subjects.map(({ code, teacher }) => [code, teacher]));
  return {
    ...source,
    issue: isHead || signed('principal') ? { ...frozen.issue, place: source.issue.place } : source.issue,
    homeroomTeacher: signed('homeroomTeacher') ? frozen.homeroomTeacher : source.homeroomTeacher,
    subjects: source.subjects.map((subject) => ({ ...subject, teacher: (signed('subjectTeacher', subjectRegion(subject.code)) ? teachers.get(subject.code) : undefined) ?? subject.teacher })),
  };
}
