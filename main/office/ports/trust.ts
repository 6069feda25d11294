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
 * Why nothing is known: training schools ask nobody; no path to a root; asking over the network is switched off; the certificate names no
 * address and none is configured; nobody answered; too slow, too big; the answer was unreadable, for another certificate, signed by somebody
 * who may not, out of date, a replay (wrong nonce), or "unknown" itself.
 */
export type RevocationUnknown = 'training' | 'no-path' | 'offline' | 'no-address' | 'unreachable' | 'too-slow' | 'too-large' | 'unreadable' | 'other-certificate' | 'not-authorised' | 'out-of-date' | 'replayed' | 'said-unknown';

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

/** A revocation list or an OCSP response that was fetched or carried in. `key`: of a list its issuer's name and key, of a response the certificate it is about; SHA-256, hexadecimal. Times ISO 8601. */
export type Evidence = { readonly kind: 'crl' | 'ocsp'; readonly key: string; readonly der: Uint8Array; readonly thisUpdate: string; readonly nextUpdate: string | null };

/** Certificates a path may lead to or through, DER. */
export type TrustedCertificates = { readonly roots: readonly Uint8Array[]; readonly practiceRoots: readonly Uint8Array[]; readonly intermediates: readonly Uint8Array[] };

/** Whom to ask besides the addresses that certificates name, and for how long in all (milliseconds). */
export type NetworkRules = { readonly ocspAddresses: readonly string[]; readonly crlAddresses: readonly string[]; readonly patience: number };

/** Milliseconds that this PC's clock is ahead (+) of a server's Date header or a timestamp. */
export type ClockOffset = { readonly milliseconds: number; readonly by: 'server' | 'timestamp' };

export type TimestampFault = 'no-address' | 'unreachable' | 'too-slow' | 'too-large' | 'unreadable' | 'refused' | 'wrong-imprint' | 'replayed' | 'bad-signature' | 'not-authorised' | 'untrusted';

/** `token`: the RFC 3161 TimeStampToken (ContentInfo), DER. `path`: the TSA's, signer first, DER. */
export type TimestampAnswer =
  | { readonly kind: 'stamped'; readonly token: Uint8Array; readonly time: string; readonly authority: string; readonly path: readonly Uint8Array[]; readonly offset: ClockOffset }
  | { readonly kind: 'none'; readonly reason: TimestampFault };

/** A certificate in a file, as an administrator has to recognise it. */
export type FileCertificate = { readonly der: Uint8Array; readonly digest: string; readonly holder: string; readonly issuer: string; readonly notBefore: string; readonly notAfter: string; readonly selfSigned: boolean; readonly authority: boolean };

/** What the signing side finds out about certificates (main/signing/trust). Nothing throws for what certificates or servers do. */
export type TrustChecks = {
  /** A signer's path, signer first, root last, DER; empty where there is none. Whether the signer itself is in force is not asked here. */
  chain(input: { readonly certificate: Uint8Array; readonly chain: readonly Uint8Array[]; readonly trusted: TrustedCertificates; readonly at: string }): Promise<{ readonly answer: ChainAnswer; readonly path: readonly Uint8Array[] }>;
  /** What the certificate says about itself. Null when it is none. */
  describe(certificate: Uint8Array): (FileCertificate & { readonly keyUsage: SignerAssessment['keyUsage'] }) | null;
  /**
   * Revocation along a path: from `evidence` where that is in force at `at`, else from the authorities (`network` null: nobody is asked).
   * `learnt`: what is worth keeping.
   */
  revocation(input: {
    readonly path: readonly Uint8Array[];
    readonly evidence: readonly Evidence[];
    readonly at: string;
    readonly network: NetworkRules | null;
    readonly freshestOnly: boolean;
  }): Promise<{ readonly answer: RevocationAnswer; readonly learnt: readonly Evidence[]; readonly offset: ClockOffset | null }>;
  /** Whether a list is one of an authority among `authorities` (DER), signed by it, and which. */
  readList(der: Uint8Array, authorities: readonly Uint8Array[]): { readonly evidence: Evidence; readonly authority: string | null } | null;
  /** Certificates in a file: DER, or PEM with several. Empty when there is none. */
  readCertificates(bytes: Uint8Array): readonly FileCertificate[];
  /** Asks a TSA for a timestamp over `data` (RFC 3161, SHA-256) and checks its answer. `patience`: milliseconds. */
  timestamp(input: { readonly address: string; readonly data: Uint8Array; readonly trusted: TrustedCertificates; readonly at: string; readonly patience: number }): Promise<TimestampAnswer>;
};

/** Timestamps over signatures in XML (EN 319 132-1, 5.3) and in PDFs (EN 319 122-1, 5.3). */
export type TimestampForms = {
  /** What a timestamp over each signature of a document is over: canonical ds:SignatureValue, in order. Throws OfficeError records.schema for what is not XML. */
  stampedValues(document: Uint8Array): readonly Uint8Array[];
  /** SHA-256 of one of them, hexadecimal. */
  imprintOf(stamped: Uint8Array): string;
  /** A container's signature file with a timestamp (and what proves its revocation state) as unsigned property; no byte that was there changes. */
  addSignatureTimeStamp(signatures: Uint8Array, addition: { readonly token: Uint8Array; readonly lists?: readonly Uint8Array[]; readonly responses?: readonly Uint8Array[] }): Uint8Array;
  /** The same of a signed PDF of a record: the values in its signatures, in the order of signing; empty for another PDF. */
  pdfStampedValues(document: Uint8Array): readonly Uint8Array[];
  /** A signed PDF with a timestamp in its last signature's reserved room; no byte that is signed changes. Null where the room is too small. Throws OfficeError signing.pdf-form. */
  addPdfTimestamp(document: Uint8Array, token: Uint8Array): Uint8Array | null;
};
