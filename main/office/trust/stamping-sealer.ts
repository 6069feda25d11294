import type { OfficeDatabase } from '../ports/database.ts';
import type { BundleSealer } from '../ports/signing.ts';
import type { Evidence, TrustChecks } from '../ports/trust.ts';
import { askRevocation, gatherTrust, networkOf } from './school-trust.ts';
import type { StampParts } from './stamp-signatures.ts';

/** Milliseconds for the TSA, and for each question about a certificate. */
const patience = 10_000;
/** Longer lists stay out of the seal (bytes): a bundle for one pupil shall not carry megabytes. */
const longestList = 200 * 1024;

/**
 * Seals as `sealer` does and, where the school's settings allow it, adds a timestamp over the seal with the lists and responses that prove its certificates, so that the bundle proves
 * itself on a PC without a line. A bundle never waits for more than that, and never fails for it: without an answer that holds, it is sealed without a timestamp.
 */
export function createStampingSealer(sealer: BundleSealer, parts: StampParts & { readonly database: () => OfficeDatabase }): BundleSealer {
  return {
    ...sealer,
    async seal(input) {
      const signatures = await sealer.seal(input);
      return (await stamped(parts, signatures, input)) ?? signatures;
    },
  };
}

async function stamped(parts: StampParts & { readonly database: () => OfficeDatabase }, signatures: Uint8Array, { certificate, chain }: Parameters<BundleSealer['seal']>[0]): Promise<Uint8Array | null> {
  const { checks, forms, clock } = parts;
  const database = parts.database();
  const gathered = await database.read((repositories) => gatherTrust(parts, repositories));
  const { trusted, settings } = gathered;
  const [data] = forms.stampedValues(signatures);
  if (data === undefined || networkOf(gathered, patience) === null || settings.timestampAddress === '') return null;
  const answer = await checks.timestamp({ address: settings.timestampAddress, data, trusted, at: clock.now(), patience });
  if (answer.kind === 'none') return null;
  const at = clock.now();
  const ask = (path: readonly Uint8Array[]) => askRevocation(parts, database, gathered, { path, at, patience, freshestOnly: false });
  // A stamp that nobody can rely on would make the bundle less certain than none.
  if ((await ask(answer.path)).answer.state !== 'good') return null;
  const own = await checks.chain({ certificate, chain, trusted, at });
  if (own.path.length > 1) await ask(own.path);
  const { evidence } = await database.read((repositories) => gatherTrust(parts, repositories));
  return forms.addSignatureTimeStamp(signatures, { token: answer.token, ...proofsOf(checks, evidence, [answer.path, own.path]) });
}

/** Responses about the certificates of the paths; where one has none, the lists of the paths' authorities. */
function proofsOf(checks: TrustChecks, evidence: readonly Evidence[], paths: readonly (readonly Uint8Array[])[]): { readonly responses: readonly Uint8Array[]; readonly lists: readonly Uint8Array[] } {
  const digests = new Set(paths.flatMap((path) => path.slice(0, -1)).map((der) => checks.describe(der)?.digest));
  const responses = evidence.filter(({ kind, key }) => kind === 'ocsp' && digests.has(key));
  const authorities = paths.flatMap((path) => path.slice(1));
  const complete = [...digests].every((digest) => responses.some(({ key }) => key === digest));
  const lists = complete ? [] : evidence.filter(({ kind, der }) => kind === 'crl' && der.byteLength <= longestList && (checks.readList(der, authorities)?.authority ?? null) !== null);
  return { responses: responses.map(({ der }) => der), lists: lists.map(({ der }) => der) };
}
