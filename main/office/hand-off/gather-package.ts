import { OfficeError } from '#core/contract/errors.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import { recordDocument, type AssembleParts } from '../records/stored-records.ts';
import type { Clock } from '../ports/clock.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredSignature, StoredVersion } from '../ports/record-repository.ts';
import type { StoredSchool } from '../ports/school-repositories.ts';
import type { Verifier } from '../ports/verifier.ts';
import { yearOfClass } from '../school/class-year.ts';
import { readingChanges } from '../signing/reading-changes.ts';
import { versionsToSign } from '../signing/signing-order.ts';
import { packageSigner, type PackageSigner } from './package-signer.ts';

export type GatherParts = AssembleParts & {
  readonly verifier: Pick<Verifier, 'readRecord'>;
  readonly clock: Clock;
  /** Versions whose data changed since they were frozen (feature records). */
  readonly outdatedVersions: (repositories: Repositories, classId: string) => Promise<ReadonlySet<string>>;
};

/** One signature that is due: the record's bytes as they stand, and those of the version that the role signed last, if any. */
export type RecordToHandOff = { readonly version: StoredVersion; readonly signatures: readonly StoredSignature[]; readonly region: string; readonly pupilName: string; readonly document: Uint8Array; readonly previous: Uint8Array | null };

export type GatheredPackage = {
  readonly school: StoredSchool;
  readonly className: string;
  readonly schoolYear: string;
  readonly ready: readonly RecordToHandOff[];
  readonly alreadySigned: number;
  readonly waitingForOthers: number;
  readonly outdated: number;
  readonly signer: PackageSigner;
};

/** `teacherId`: whose subjects, for the role of a subject teacher. */
export type PackageQuestion = { readonly classId: string; readonly role: SigningRole; readonly teacherId: string | null };

/** What of a class could go out for a role. Errors: school.not-found, signers.nobody-in-post, signers.no-personal-id. */
export async function gatherPackage(parts: GatherParts, repositories: Repositories, asked: PackageQuestion): Promise<GatheredPackage> {
  const { classId, role } = asked;
  const school = await repositories.school.school();
  const group = await repositories.school.classById(classId);
  if (school === null || group === null) throw new OfficeError('school.not-found');
  const signer = await packageSigner(repositories, asked, parts.clock.now());
  const versions = await repositories.records.currentOfClass(classId);
  const signatures = await repositories.records.signatures(versions.map(({ id }) => id));
  const obligations = { subjectTeachers: (await repositories.signers.profile()).subjectTeachers, homeroomTeacher: school.homeroomSignature };
  const states = versionsToSign(versions, signatures, { role, signer: signer.personalId, obligations, outdated: await parts.outdatedVersions(repositories, classId) });
  const names = new Map((await repositories.pupils.ofClass(classId)).map(({ pupil, enrollment }) => [enrollment.id, pupil.data.fullName]));
  const ready: RecordToHandOff[] = [];
  for (const { version, signatures: own, region, state } of states) {
    if (state !== 'ready') continue;
    ready.push({ version, signatures: own, region, pupilName: names.get(version.enrollmentId) ?? '', document: recordDocument(parts, { version, signatures: own }), previous: await signedBefore(parts, repositories, version, { role, region }) });
  }
  const count = (state: (typeof states)[number]['state']) => states.filter((each) => each.state === state).length;
  return { school, className: group.name, schoolYear: (await yearOfClass(repositories, classId)).name, ready, alreadySigned: count('already-signed'), waitingForOthers: count('waiting-for-others'), outdated: count('outdated'), signer };
}

/** The newest earlier version of the record that this role signed, with its signatures. */
async function signedBefore(parts: GatherParts, { records }: Repositories, current: StoredVersion, slot: { readonly role: SigningRole; readonly region: string }): Promise<Uint8Array | null> {
  if (current.version === 1) return null;
  const earlier = (await records.versionsOf(current.recordId)).filter(({ version }) => version < current.version);
  const signatures = await records.signatures(earlier.map(({ id }) => id));
  const last = earlier.findLast(({ id }) => signatures.some(({ versionId, role, region }) => versionId === id && role === slot.role && region === slot.region));
  return last === undefined ? null : recordDocument(parts, { version: last, signatures: signatures.filter(({ versionId }) => versionId === last.id) });
}

/** How many things are not as when the role signed last; null where it never did. */
export function changeCount(parts: Pick<GatherParts, 'verifier'>, { document, previous }: Pick<RecordToHandOff, 'document' | 'previous'>): number | null {
  const [before, after] = [previous === null ? null : parts.verifier.readRecord(previous), parts.verifier.readRecord(document)];
  return before === null || after === null ? null : readingChanges(before, after).length;
}
