import type { TrustAnchors } from '#main/office/ports/verifier.ts';
import type { RevocationProofs } from './revocation.ts';
import { byImprint } from './timestamp-token.ts';
import { anyPurpose, isForSigning, isStrongKey, keyUsages, readCertificate, type ReadCertificate } from './certificate.ts';

export type ReadAnchors = {
  readonly roots: readonly ReadCertificate[];
  readonly practiceRoots: readonly ReadCertificate[];
  readonly intermediates: readonly ReadCertificate[];
  readonly proofs: RevocationProofs;
  /** Timestamps kept beside signatures, by what they are over (SHA-256, hexadecimal). */
  readonly timestamps: ReadonlyMap<string, readonly Uint8Array[]>;
};

/** Ways to roots, each the signer first and the root last, shorter ones before longer ones of the same start; or why there is none. */
export type CertificatePaths =
  | { readonly kind: 'trusted' | 'practice'; readonly paths: readonly (readonly ReadCertificate[])[] }
  | { readonly kind: 'none'; readonly reason: 'unknown-issuer' | 'unknown-extension' | 'forged' | 'not-an-authority' | 'weak-authority' };

/** Reasons why there is no way that leave open whether the certificate is a good one. */
export const openReasons: ReadonlySet<Reason> = new Set(['unknown-issuer', 'unknown-extension', 'weak-authority']);

const longestPath = 6;
/** Authorities renew their certificates and certify each other: there may be some ways, of which one will do. */
const mostPaths = 8;
/** Looks at an issuer in one search; a path has a handful. */
const mostSteps = 400;
const known = new WeakMap<TrustAnchors, ReadAnchors>();

/** Anchors are the same for thousands of records: they are read once. Unreadable ones are left out. */
export function readAnchors(anchors: TrustAnchors): ReadAnchors {
  const before = known.get(anchors);
  if (before !== undefined) return before;
  const all = (ders: readonly Uint8Array[]) => ders.flatMap((der) => readCertificate(der) ?? []);
  const practiceRoots = all(anchors.practiceRoots);
  const marked = new Set(practiceRoots.map(({ facts }) => facts.digest));
  const read = {
    practiceRoots,
    // A practice root stays one, wherever else it is listed.
    roots: all(anchors.roots).filter(({ facts }) => !marked.has(facts.digest)),
    intermediates: all(anchors.intermediates),
    proofs: { crls: anchors.crls ?? [], ocsps: anchors.ocsps ?? [] },
    timestamps: byImprint(anchors.timestamps ?? []),
  };
  known.set(anchors, read);
  return read;
}

/**
 * Searches the paths from the signer to a root: names, key identifiers and signatures of each step, authority and path length, key usage, key and
 * algorithm strength (RFC 5280, 6.1). Times and revocation are the caller's matter. `enclosed`: certificates that came with the signature; they may stand
 * in the middle and are never roots.
 */
export function findPaths(signer: ReadCertificate, enclosed: readonly ReadCertificate[], anchors: ReadAnchors): CertificatePaths {
  if (signer.strange) return { kind: 'none', reason: 'unknown-extension' };
  const search: Search = { anchors, enclosed, reason: 'unknown-issuer', steps: 0 };
  // Practice first: what leads to a practice root is practice, even where another path exists.
  for (const [kind, roots] of [['practice', anchors.practiceRoots] as const, ['trusted', anchors.roots] as const]) {
    const paths: (readonly ReadCertificate[])[] = [];
    for (const path of pathsFrom([signer], roots, search)) if (paths.push(path) >= mostPaths) break;
    if (paths.length > 0) return { kind, paths };
  }
  return { kind: 'none', reason: search.reason };
}

type Reason = Extract<CertificatePaths, { kind: 'none' }>['reason'];
type Search = { readonly anchors: ReadAnchors; readonly enclosed: readonly ReadCertificate[]; reason: Reason; steps: number };

function* pathsFrom(path: readonly ReadCertificate[], roots: readonly ReadCertificate[], search: Search): Generator<readonly ReadCertificate[]> {
  if (path.length >= longestPath) return;
  for (const root of roots) {
    if (mayIssue(root, path, search, true)) yield [...path, root];
  }
  for (const [candidates, ours] of [[search.anchors.intermediates, true] as const, [search.enclosed, false] as const]) {
    for (const candidate of candidates) {
      // Most that come along are not the next one: that shows by the name, before anything is verified.
      if (candidate.x509.subject !== path.at(-1)?.x509.issuer || path.some(({ facts }) => facts.digest === candidate.facts.digest) || !mayIssue(candidate, path, search, ours || isAnchored(candidate, roots, search))) continue;
      yield* pathsFrom([...path, candidate], roots, search);
    }
  }
}

/** Whether an enclosed certificate is one that our roots vouch for. Only then is it a fault that it issued what it may not; strangers prove nothing. */
function isAnchored(enclosed: ReadCertificate, roots: readonly ReadCertificate[], search: Search): boolean {
  return pathsFrom([enclosed], roots, { anchors: search.anchors, enclosed: [], reason: 'unknown-issuer', steps: search.steps }).next().done !== true;
}

/** Whether `issuer` rightly stands above the last certificate of the path. Notes why not, where it claims to and is one of `ours`. */
function mayIssue(issuer: ReadCertificate, path: readonly ReadCertificate[], search: Search, ours: boolean): boolean {
  const below = path.at(-1);
  if (below === undefined || below.x509.issuer !== issuer.x509.subject || search.steps >= mostSteps) return false;
  search.steps += 1;
  if (!isSignedBy(below, issuer)) {
    // It says that this very key made it. Without key identifiers it may be another key of the same authority, or of one with the same name: that is no forgery yet.
    if (ours && below.authorityKey !== null && below.authorityKey === issuer.subjectKey) search.reason = 'forged';
    return false;
  }
  const isRoot = search.anchors.roots.includes(issuer) || search.anchors.practiceRoots.includes(issuer);
  const limited = path.some(({ nameKinds }) => nameKinds.some((kind) => issuer.limitedKinds.includes(kind)));
  const fault = faultOf(issuer, path.length - 1, below, isRoot) ?? (limited ? 'unknown-extension' : null);
  if (fault === null) return below.x509.checkIssued(issuer.x509);
  if (ours) search.reason = fault;
  return false;
}

function faultOf(issuer: ReadCertificate, authoritiesBelow: number, below: ReadCertificate, isRoot: boolean): Reason | null {
  if (!(issuer.authority || (isRoot && issuer.unlimited)) || (issuer.keyUsage !== null && (issuer.keyUsage & keyUsages.keyCertSign) === 0) || issuer.pathLength < authoritiesBelow) return 'not-an-authority';
  // An authority for servers only does not make signers of documents.
  if (issuer.purposes.length > 0 && issuer.purposesCritical && !sharesPurpose(issuer, below)) return 'not-an-authority';
  if (!isStrongKey(issuer.key) || !below.soundlySigned) return 'weak-authority';
  return issuer.strange ? 'unknown-extension' : null;
}

function sharesPurpose(issuer: ReadCertificate, below: ReadCertificate): boolean {
  return issuer.purposes.includes(anyPurpose) || (below.purposes.length === 0 ? isForSigning(issuer.purposes) : below.purposes.some((purpose) => issuer.purposes.includes(purpose)));
}

function isSignedBy(below: ReadCertificate, issuer: ReadCertificate): boolean {
  try {
    return below.x509.verify(issuer.key);
  } catch {
    return false;
  }
}
