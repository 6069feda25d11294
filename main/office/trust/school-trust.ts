import type { OfficeDatabase, Repositories } from '../ports/database.ts';
import type { TrustSettings } from '../ports/trust-repository.ts';
import type { ClockOffset, Evidence, NetworkRules, RevocationAnswer, TimestampForms, TrustChecks, TrustedCertificates } from '../ports/trust.ts';
import type { TrustAnchors } from '../ports/verifier.ts';

export type SchoolTrustParts = {
  readonly checks: TrustChecks;
  /** resources/trust: roots, authorities and lists that are shipped. */
  readonly shipped: TrustAnchors;
  /** Roots of training schools on this PC, DER. */
  readonly practiceRoots: () => readonly Uint8Array[];
};

export type GatheredTrust = { readonly training: boolean; readonly settings: TrustSettings; readonly trusted: TrustedCertificates; readonly evidence: readonly Evidence[] };

/**
 * Asking is on until it is switched off: TT 22/2020/TT-BTTTT Art. 6 and TT 15/2025/TT-BKHCN want the check before signing, and nothing but the
 * serial number of a certificate leaves the house. A PC without a line loses some seconds by it.
 */
export const defaultSettings: TrustSettings = { askOnline: true, ocspAddresses: [], crlAddresses: [], timestampAddress: '' };

/** Everything at hand that questions of trust are judged by: what is shipped, and what the school added. */
export async function gatherTrust({ checks, shipped, practiceRoots }: SchoolTrustParts, { school, trust }: Repositories): Promise<GatheredTrust> {
  const added = await trust.trusted();
  const of = (kind: 'root' | 'intermediate') => added.flatMap((each) => (each.kind === kind ? [each.der] : []));
  return {
    // A database without a school is none that may go out.
    training: (await school.school())?.training ?? true,
    settings: (await trust.settings()) ?? defaultSettings,
    trusted: { roots: [...shipped.roots, ...of('root')], practiceRoots: practiceRoots(), intermediates: [...shipped.intermediates, ...of('intermediate')] },
    evidence: [...(shipped.crls ?? []).flatMap((der) => checks.readList(der, [])?.evidence ?? []), ...(await trust.evidence())],
  };
}

/** The same for the verifier. `document`: a file that is to be checked; where it is an XML or a signed PDF, the timestamps that are kept beside its signatures come along. */
export async function anchorsOfSchool(parts: SchoolTrustParts & { readonly forms: TimestampForms }, database: OfficeDatabase | null, document: Uint8Array | null = null): Promise<TrustAnchors> {
  if (database === null) return { ...parts.shipped, practiceRoots: parts.practiceRoots() };
  const imprints = document === null ? [] : imprintsIn(parts.forms, document);
  const { gathered, kept } = await database.read(async (repositories) => ({ gathered: await gatherTrust(parts, repositories), kept: imprints.length === 0 ? [] : await repositories.trust.timestamps(imprints) }));
  const of = (kind: Evidence['kind']) => gathered.evidence.flatMap((each) => (each.kind === kind ? [each.der] : []));
  return { ...gathered.trusted, crls: of('crl'), ocsps: of('ocsp'), timestamps: kept.map(({ token }) => token) };
}

/** A list of records has ten megabytes at most (CV 2088 II.2); nothing that is far larger is looked into here (bytes). */
const largestDocument = 12 * 1024 * 1024;

/** Imprints of the signatures in a file of whatever kind; none where it is neither XML nor PDF. */
function imprintsIn(forms: TimestampForms, document: Uint8Array): readonly string[] {
  const start = Buffer.from(document.subarray(0, 64)).toString('utf8').replace(/^\uFEFF/, '').trimStart();
  const isPdf = start.startsWith('%PDF-');
  if (!(start.startsWith('<') || isPdf) || document.byteLength > largestDocument) return [];
  try {
    return (isPdf ? forms.pdfStampedValues(document) : forms.stampedValues(document)).map((stamped) => forms.imprintOf(stamped));
  } catch {
    // The verifier says what is wrong with it.
    return [];
  }
}

/** Whom to ask; null: nobody. A training school asks nobody, whatever its settings say. */
export function networkOf({ training, settings }: GatheredTrust, patience: number): NetworkRules | null {
  return training || !settings.askOnline ? null : { ocspAddresses: settings.ocspAddresses, crlAddresses: settings.crlAddresses, patience };
}

/** Where a question of trust is asked: what it is judged by, and where what was learnt is kept for the days without a line. */
export type TrustPlace = {
  /** `lastAudit`: the newest entry of the log that is kept here, ISO 8601; null: an empty log. */
  gather(): Promise<{ readonly gathered: GatheredTrust; readonly lastAudit: string | null }>;
  keep(learnt: readonly Evidence[], at: string): Promise<void>;
};

export function schoolTrustPlace(parts: SchoolTrustParts, database: OfficeDatabase): TrustPlace {
  return {
    gather: () => database.read(async (repositories) => ({ gathered: await gatherTrust(parts, repositories), lastAudit: (await repositories.audit.list(null, 1))[0]?.at ?? null })),
    keep: (learnt, at) =>
      database.write({ userId: null, userName: 'Học Bạ' }, async ({ trust }) => {
        let kept = 0;
        for (const each of learnt) if (await trust.keepEvidence({ ...each, source: 'network', storedAt: at })) kept += 1;
        return { value: undefined, audit: kept === 0 ? null : { action: 'trust.evidenceFetched', detail: { lists: learnt.filter(({ kind }) => kind === 'crl').length, responses: learnt.filter(({ kind }) => kind === 'ocsp').length } } };
      }),
  };
}

type RevocationQuestion = { readonly path: readonly Uint8Array[]; readonly at: string; readonly patience: number; readonly freshestOnly: boolean };
type RevocationFound = { readonly answer: RevocationAnswer; readonly offset: ClockOffset | null };

/** Revocation along a path in the open school, and what was learnt kept. */
export function askRevocation(parts: SchoolTrustParts, database: OfficeDatabase, gathered: GatheredTrust, input: RevocationQuestion): Promise<RevocationFound> {
  return askRevocationAt(parts, schoolTrustPlace(parts, database), gathered, input);
}

export async function askRevocationAt({ checks }: Pick<SchoolTrustParts, 'checks'>, place: Pick<TrustPlace, 'keep'>, gathered: GatheredTrust, { path, at, patience, freshestOnly }: RevocationQuestion): Promise<RevocationFound> {
  const { answer, learnt, offset } = await checks.revocation({ path, evidence: gathered.evidence, at, network: networkOf(gathered, patience), freshestOnly });
  if (learnt.length > 0) await place.keep(learnt, at);
  return { answer, offset };
}
