import { OfficeError } from '#core/contract/errors.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import type { RecordData } from '#core/records/record-data.ts';
import type { Clock } from '../ports/clock.ts';
import type { OfficeDatabase, Repositories } from '../ports/database.ts';
import type { QualityGate } from '../quality/quality-gate.ts';
import type { SignatureSlot, SlotRole } from '../ports/signing.ts';
import type { DocumentToSign, SignableItem } from '../ports/signing-batch.ts';
import type { Verifier } from '../ports/verifier.ts';
import { countStates, gatherByClass, holdsPostInAll, signerInClass, type AskedOfClass } from './class-by-class.ts';
import { documentChanges, readingChanges } from './reading-changes.ts';
import type { CarriedSource, GatheredItems, ItemDescription, SignableSource } from './signable-source.ts';
import { versionsToSign, type VersionToSign } from './signing-order.ts';

export type RecordSourceParts = {
  /** Slots of the record format, by role and region. */
  readonly slotOf: (role: SlotRole, region: string) => SignatureSlot;
  /** Versions whose data changed since they were frozen (feature records); `at`: now. */
  readonly outdatedVersions: (repositories: Repositories, classId: string, at: string) => Promise<ReadonlySet<string>>;
  readonly verifier: Pick<Verifier, 'readRecord'>;
  readonly clock: Clock;
  readonly gate: Pick<QualityGate, 'refusal'>;
};

/** A subject teacher signs a record once for each subject: the version, and the region where there are several. */
const itemId = (versionId: string, region: string) => (region === '' ? versionId : `${versionId} ${region}`);
const partsOf = (id: string): readonly [versionId: string, region: string] => [id.split(' ')[0] ?? '', id.split(' ')[1] ?? ''];
const versionIds = (itemIds: readonly string[]) => [...new Set(itemIds.map((id) => partsOf(id)[0]))];

/** Current versions of the records of whole classes. Errors: school.not-found. */
export function createRecordSource(parts: RecordSourceParts): SignableSource & CarriedSource {
  return {
    kind: 'record',
    gather: (database, { classIds }, asked) => gatherByClass(database, classIds, (repositories, classId) => gatherClassRecords(parts, database, repositories, classId, asked)),
    gatherFor: (database, classIds, { role, personalId }) => gatherByClass(database, classIds, (repositories, classId) => gatherClassRecords(parts, database, repositories, classId, { role, user: null, certificateDigest: null, absent: { personalId } })),
    mayActAs: (repositories, { classIds }, role, user) => holdsPostInAll(repositories, classIds, { role, user, at: parts.clock.now() }),
    load: async (repositories, id, role) => {
      const [versionId, region] = partsOf(id);
      const version = await repositories.records.version(versionId);
      return version === null ? new OfficeError('signing.item-reissued') : loadRecord(parts, repositories, { version, region }, role);
    },
    outdated: (repositories, classId) => parts.outdatedVersions(repositories, classId, parts.clock.now()),
    async signedBefore({ records }, itemIds, role) {
      const before = (await records.signedBefore(versionIds(itemIds), role)).map((pair) => ({ ...pair, id: itemId(pair.versionId, pair.region) })).filter(({ id }) => itemIds.includes(id));
      const signatures = await records.signatures([...new Set(before.map(({ beforeId }) => beforeId))]);
      const slotsOf = (versionId: string) => signatures.filter((each) => each.versionId === versionId).map(({ role: signed, region, fragment }) => ({ slot: parts.slotOf(signed, region), fragment }));
      return new Map(before.map(({ id, beforeId, before: data }) => [id, { data, signatures: slotsOf(beforeId) }]));
    },
    async store({ records }, { item, ...made }, by) {
      const [versionId, region] = partsOf(item.id);
      await records.addSignature({ versionId, role: by.role, region, order: made.order, fragment: made.fragment, documentDigest: made.documentDigest, certificateDigest: by.certificateDigest, signer: by.signer, signedAt: made.signingTime, batchId: by.batchId });
    },
    async describe({ records }, itemIds) {
      const versions = new Map((await records.sources(versionIds(itemIds))).map((version) => [version.id, version]));
      return itemIds.flatMap((id): readonly ItemDescription[] => {
        const [versionId, region] = partsOf(id);
        const version = versions.get(versionId);
        if (version === undefined) return [];
        const { pupil, className, subjects } = JSON.parse(version.source) as RecordData;
        const subject = subjects.find(({ code }) => region.endsWith(`-${code}`));
        return [{ itemId: id, label: pupil.fullName, group: subject === undefined || region === '' ? className : `${className} · ${subject.name}`, recordId: version.recordId }];
      });
    },
    async changes({ records }, itemIds, role) {
      const before = await records.signedBefore(versionIds(itemIds), role);
      return documentChanges((document) => parts.verifier.readRecord(document), readingChanges, itemIds, new Map(before.map((pair) => [itemId(pair.versionId, pair.region), pair])));
    },
  };
}

async function gatherClassRecords(parts: RecordSourceParts, database: OfficeDatabase, repositories: Repositories, classId: string, asked: AskedOfClass): Promise<GatheredItems> {
  const at = parts.clock.now();
  const school = await repositories.school.school();
  const group = await repositories.school.classById(classId);
  if (school === null || group === null) throw new OfficeError('school.not-found');
  const { personalId: signer, mayActAs, refused } = await signerInClass(repositories, classId, asked, at);
  const versions = await repositories.records.currentOfClass(classId);
  const signatures = await repositories.records.signatures(versions.map(({ id }) => id));
  const obligations = { subjectTeachers: (await repositories.signers.profile()).subjectTeachers, homeroomTeacher: school.homeroomSignature };
  const all = versionsToSign(versions, signatures, { role: asked.role, signer, obligations, outdated: await parts.outdatedVersions(repositories, classId, at) });
  const pupils = await repositories.pupils.ofClass(classId);
  // Subject by subject: the next signature of a record must not wait for the one before it.
  const ready = all.filter(({ state }) => state === 'ready').toSorted((a, b) => a.region.localeCompare(b.region));
  return {
    ready: ready.map((version) => itemOf(parts, database, version, { role: asked.role, signerPersonalId: signer })),
    counts: countStates(all, pupils.filter(({ enrollment }) => enrollment.status === 'studying').length - versions.length),
    training: school.training,
    mayActAs,
    refused: refused ?? (asked.certificateDigest === null || ready.length === 0 ? null : await parts.gate.refusal(repositories, group)),
  };
}

function itemOf(parts: RecordSourceParts, database: OfficeDatabase, { version, region }: VersionToSign, about: { readonly role: SigningRole; readonly signerPersonalId: string | null }): SignableItem {
  return {
    id: itemId(version.id, region),
    kind: 'record',
    document: version.id,
    name: version.uuid,
    label: (JSON.parse(version.source) as RecordData).pupil.fullName,
    slot: parts.slotOf(about.role, region),
    signerPersonalId: about.signerPersonalId,
    load: () => database.read((repositories) => loadRecord(parts, repositories, { version, region }, about.role)),
  };
}

/** What stands in the database now: while a batch of minutes runs, a record may have been signed elsewhere or issued anew. */
async function loadRecord(parts: RecordSourceParts, { records }: Repositories, { version, region }: Pick<VersionToSign, 'version' | 'region'>, role: SigningRole): Promise<DocumentToSign | OfficeError> {
  const current = await records.current(version.recordId);
  if (current?.id !== version.id) return new OfficeError('signing.item-reissued');
  const signatures = await records.signatures([version.id]);
  if (signatures.some((signature) => signature.role === role && signature.region === region)) return new OfficeError('signing.item-signed');
  return { data: version.data, signatures: signatures.map((signature) => ({ slot: parts.slotOf(signature.role, signature.region), fragment: signature.fragment })) };
}
