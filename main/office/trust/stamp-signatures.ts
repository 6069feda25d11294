import { OfficeError, type ErrorCode } from '#core/contract/errors.ts';
import type { JobProgress } from '../job-board.ts';
import type { Clock } from '../ports/clock.ts';
import type { Actor, OfficeDatabase, Repositories } from '../ports/database.ts';
import type { StoredTimestamp } from '../ports/trust-repository.ts';
import type { TimestampFault, TimestampForms } from '../ports/trust.ts';
import { askRevocation, gatherTrust, networkOf, type SchoolTrustParts } from './school-trust.ts';

export type StampParts = SchoolTrustParts & { readonly forms: TimestampForms; readonly clock: Clock };

/** A signature of a current record, or the school's in its PDF, with what a timestamp over it is over, and the timestamp it has. */
export type Stampable = { readonly uuid: string; readonly role: string; readonly signer: string; readonly stamped: Uint8Array; readonly imprint: string; readonly timestamp: StoredTimestamp | null };

/** Milliseconds for one timestamp, and for asking about the TSA's certificate. */
const patience = 10_000;

/**
 * Signatures of the class's current records, in class order and order of signing; then the school's in their PDFs, which cover the principal's there, so that one timestamp proves both.
 */
export async function stampablesOf(forms: TimestampForms, { records, signedPdfs, trust }: Repositories, classId: string): Promise<readonly Stampable[]> {
  const versions = await records.currentOfClass(classId);
  const uuids = new Map(versions.map(({ id, uuid }) => [id, uuid]));
  const signatures = (await records.signatures([...uuids.keys()])).map(({ versionId, role, signer, fragment }) => {
    const [stamped] = forms.stampedValues(new Uint8Array(Buffer.from(fragment, 'utf8')));
    if (stamped === undefined) throw new OfficeError('records.schema', { detail: 'SignatureValue' });
    return { uuid: uuids.get(versionId) ?? '', role: role as string, signer, stamped, imprint: forms.imprintOf(stamped) };
  });
  for (const { versionId, signer, value } of await signedPdfs.sealed([...uuids.keys()])) {
    const stamped = value ?? forms.pdfStampedValues((await signedPdfs.document(versionId)) ?? new Uint8Array()).at(-1);
    if (stamped !== undefined) signatures.push({ uuid: uuids.get(versionId) ?? '', role: 'pdf', signer, stamped, imprint: forms.imprintOf(stamped) });
  }
  const kept = new Map((await trust.timestamps(signatures.map(({ imprint }) => imprint))).map((each) => [each.imprint, each]));
  return signatures.map((each) => ({ ...each, timestamp: kept.get(each.imprint) ?? null }));
}

/**
 * Gets a timestamp for every signature of the class that has none, one after the other; each is kept before the next is asked for. Errors:
 * trust.timestamp-silent, -refused, -wrong, -untrusted {done, total}; what was stamped before stays.
 */
export async function stampClass(parts: StampParts, database: OfficeDatabase, actor: Actor, classId: string, progress: JobProgress): Promise<void> {
  const { gathered, waiting } = await database.read(async (repositories) => ({
    gathered: await gatherTrust(parts, repositories),
    waiting: (await stampablesOf(parts.forms, repositories, classId)).filter(({ timestamp }) => timestamp === null),
  }));
  const address = gathered.settings.timestampAddress;
  let asked = false;
  for (const [index, each] of waiting.entries()) {
    progress.checkCancelled();
    progress.report(index, waiting.length, each.signer);
    const answer = await parts.checks.timestamp({ address, data: each.stamped, trusted: gathered.trusted, at: parts.clock.now(), patience });
    if (answer.kind === 'none') throw new OfficeError(failureOf(answer.reason), { done: index, total: waiting.length });
    await database.write(actor, async ({ trust }) => {
      await trust.addTimestamp({ imprint: each.imprint, token: answer.token, time: answer.time, authority: answer.authority, addedAt: parts.clock.now(), addedBy: actor.userName });
      return { value: undefined, audit: { action: 'trust.stamped', detail: { uuid: each.uuid, role: each.role, time: answer.time, authority: answer.authority } } };
    });
    // What proves that the TSA itself was not revoked is needed by whoever checks later.
    if (!asked) await askRevocation(parts, database, gathered, { path: answer.path, at: parts.clock.now(), patience, freshestOnly: false });
    asked = true;
  }
  progress.report(waiting.length, waiting.length, '');
}

function failureOf(reason: TimestampFault): ErrorCode {
  switch (reason) {
    case 'no-address':
    case 'unreachable':
    case 'too-slow':
      return 'trust.timestamp-silent';
    case 'refused':
      return 'trust.timestamp-refused';
    case 'not-authorised':
    case 'untrusted':
      return 'trust.timestamp-untrusted';
    case 'too-large':
    case 'unreadable':
    case 'wrong-imprint':
    case 'replayed':
    case 'bad-signature':
      return 'trust.timestamp-wrong';
    default:
      return reason satisfies never;
  }
}

/** A timestamp is a request over the network: the school's settings must allow it. Errors: trust.training, trust.offline, trust.no-timestamp-address. */
export async function requireTimestamps(parts: StampParts, repositories: Repositories): Promise<void> {
  const gathered = await gatherTrust(parts, repositories);
  if (gathered.training) throw new OfficeError('trust.training');
  if (networkOf(gathered, patience) === null) throw new OfficeError('trust.offline');
  if (gathered.settings.timestampAddress === '') throw new OfficeError('trust.no-timestamp-address');
}
