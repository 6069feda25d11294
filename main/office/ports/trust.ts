/**
 * What is known about the revocation of a certificate and of the authorities above it. "Unknown" is an answer of its own and never becomes good.
 * Times are ISO 8601. `knownAt`: the date of knowledge (thisUpdate of the evidence, the oldest along the path); `cached`: taken from what this PC
 * had already, nothing was asked now.
 */
export type RevocationAnswer =
  | { readonly state: 'good'; readonly knownAt: string; readonly validUntil: string; readonly source: RevocationSource; readonly cached: boolean }
  | { readonly state: 'revoked'; readonly revokedAt: string; readonly holder: string; readonly knownAt: string; readonly source: RevocationSource; readonly cached: boolean }
  | { readonly state: 'unknown'; readonly reason: RevocationUnknown };

export type RevocationSource = 'ocsp' | 'crl';

/**
 * Why nothing is known: no path to a root; asking over the network is switched off (or this is a training school); the certificate names no
 * address and none is configured; nobody answered; too slow, too big; the answer was unreadable, for another certificate, signed by somebody
 * who may not, out of date, a replay (wrong nonce), or "unknown" itself.
 */
export type RevocationUnknown = 'no-path' | 'offline' | 'no-address' | 'unreachable' | 'too-slow' | 'too-large' | 'unreadable' | 'other-certificate' | 'not-authorised' | 'out-of-date' | 'replayed' | 'said-unknown';

/** `practice`: leads to a root of training schools. `untrusted`: to no root that the school trusts. */
export type ChainAnswer = { readonly state: 'trusted' | 'practice'; readonly root: string } | { readonly state: 'untrusted'; readonly issuer: string; readonly reason: ChainFault };

/** Nobody known issued it; an authority above it is not in force; an issuer is no authority; a key or signature of the path is too weak or forged. */
export type ChainFault = 'unknown-issuer' | 'authority-expired' | 'not-an-authority' | 'weak' | 'forged' | 'unreadable';

/** The PC's clock against what else tells the time. `offBy`: seconds ahead (+) or behind (-); `by`: which other clock. Warned at five minutes. */
export type ClockAnswer =
  | { readonly state: 'sane' }
  | { readonly state: 'warn'; readonly offBy: number; readonly by: 'server' | 'timestamp' }
  /** Signing must not begin: the clock stands before the certificate's first day, or before what the audit log already says. `earliest`: ISO 8601. */
  | { readonly state: 'refuse'; readonly reason: 'before-certificate' | 'before-audit-log'; readonly earliest: string };

/** All that is asked about a signer's certificate before a batch (signing.md 4, TT 22/2020/TT-BTTTT Art. 6, TT 15/2025/TT-BKHCN). */
export type SignerAssessment = {
  readonly chain: ChainAnswer;
  /** `not-stated`: the certificate does not limit its use. */
  readonly keyUsage: 'may-sign' | 'not-stated' | 'may-not-sign';
  /** For the whole time from `at` to `until`. */
  readonly validity: 'valid' | 'expires-during' | 'expired' | 'not-yet-valid';
  readonly revocation: RevocationAnswer;
  readonly clock: ClockAnswer;
};

/**
 * Assesses a signer before a batch. Never throws for what certificates or servers do; it takes ten seconds at most. What was learnt is kept
 * (with its date) for the days without a line. `freshestOnly`: asks anew even where the cached answer is still in force.
 */
export type SignerAssessor = {
  assess(input: {
    readonly certificate: Uint8Array;
    /** Further certificates, e.g. from the token. */
    readonly chain: readonly Uint8Array[];
    /** Now, and when the batch is expected to end: ISO 8601. */
    readonly at: string;
    readonly until: string;
    readonly freshestOnly?: boolean;
  }): Promise<SignerAssessment>;
};
