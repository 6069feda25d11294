import type { ReviewKind } from '#core/contract/hand-off.ts';
import type { DecryptionPadding } from './signing.ts';
import type { Evidence } from './trust.ts';

/** Who can open a package: whoever knows the passphrase, or whoever holds the RSA key of a certificate. */
export type PackageLock =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'certificate'; readonly certificate: Uint8Array; readonly certificateDigest: string; readonly holder: string };

/** What a package says of itself before it is opened; nothing of it is proven until then. */
export type PackageHead = {
  readonly kind: 'request' | 'return';
  readonly packageId: string;
  readonly createdAt: string;
  readonly lock: { readonly kind: 'passphrase' } | { readonly kind: 'certificate'; readonly certificateDigest: string; readonly holder: string } | { readonly kind: 'clerk' };
};

/** The key of a package as it was encrypted to a certificate. A token does one of these or none, and nobody knows which before it is plugged in. */
export type WrappedKeys = { readonly [Padding in DecryptionPadding]: Uint8Array };

/** How a request is opened: with what the user typed, or with the secret that a token unwrapped. */
export type PackageKey = { readonly kind: 'passphrase'; readonly passphrase: string } | { readonly kind: 'secret'; readonly secret: Uint8Array };

/**
 * Encrypted files that carry a list of parts (docs/decisions, hand-off). Every bit of a file is covered; order and number of the parts too.
 * Errors: OfficeError hand-off.not-a-package, hand-off.newer-version, hand-off.too-large, hand-off.wrong-passphrase (a secret of a token: hand-off.token-cannot-decrypt), hand-off.damaged.
 */
export type PackageContainers = {
  head(bytes: Uint8Array): PackageHead;
  /** Throws OfficeError hand-off.certificate-cannot-decrypt for a certificate whose key is not RSA. */
  sealRequest(input: { readonly packageId: string; readonly createdAt: string; readonly lock: PackageLock; readonly parts: readonly Uint8Array[] }): Promise<Uint8Array>;
  /** What a token is asked to unwrap. Throws OfficeError hand-off.wrong-passphrase for a package that is not locked to a certificate. */
  wrappedKeys(bytes: Uint8Array): WrappedKeys;
  openRequest(bytes: Uint8Array, key: PackageKey): Promise<readonly Uint8Array[]>;
  /** `returnKey`: the public key of the request (SPKI, DER). `tie`: what only an opened request tells; without it the file could not be made. */
  sealReturn(input: { readonly packageId: string; readonly createdAt: string; readonly returnKey: Uint8Array; readonly tie: Uint8Array; readonly parts: readonly Uint8Array[] }): Uint8Array;
  openReturn(bytes: Uint8Array, key: { readonly privateKey: Uint8Array; readonly tie: Uint8Array }): readonly Uint8Array[];
};

/** Keys of a school's database. All DER: private keys PKCS#8, public keys SPKI. */
export type PackageKeys = {
  /** Ed25519: signs what leaves this database. */
  createIdentity(): { readonly privateKey: Uint8Array; readonly publicKey: Uint8Array };
  /** X25519: what comes back on one package is encrypted to it. */
  createReturnKey(): { readonly privateKey: Uint8Array; readonly publicKey: Uint8Array };
  sign(privateKey: Uint8Array, content: Uint8Array): Uint8Array;
  verify(publicKey: Uint8Array, content: Uint8Array, signature: Uint8Array): boolean;
  /** A secret that only the database can compute of a request's content (HMAC-SHA256 under a key drawn from the identity). */
  tie(identityPrivateKey: Uint8Array, content: Uint8Array): Uint8Array;
  /** Six groups of four letters and digits, to be compared by eye or over the telephone. */
  fingerprint(publicKey: Uint8Array): string;
};

/**
 * Long work on whole packages, off the office's own thread. `feed`: what the work is given piece by piece, asked for as it goes; `hear`: what it tells on its way;
 * `signal`: ends it at once. What crosses is plain data. Errors: those of the work; job.cancelled.
 */
export type PackageBench = {
  run(name: string, ask: unknown, course: { readonly feed?: AsyncIterable<unknown>; readonly hear?: (piece: unknown) => void; readonly signal: AbortSignal }): Promise<unknown>;
};

/** The work itself, wherever it runs. `tell`: a piece of the answer. */
export type PackageWork = (name: string, ask: unknown, course: { readonly feed: AsyncIterable<unknown>; readonly tell: (piece: unknown) => void }) => Promise<unknown>;

export type JournaledSignature = {
  readonly uuid: string;
  /** Id of the region signed, '' where the role signs once in a record. */
  readonly region: string;
  readonly fragment: string;
  /** SHA-256 of the record with the signature in place. */
  readonly documentDigest: string;
  readonly certificate: Uint8Array;
  readonly certificateDigest: string;
  readonly signer: string;
  readonly signedAt: string;
  /** How the signer had looked at the records. */
  readonly review: ReviewKind;
};

/** What happened on a PC without a school's database; `detail` is JSON text without pupils' names. */
export type HandOffLogEntry = { readonly sequence: number; readonly at: string; readonly action: string; readonly detail: string; readonly hash: string };

/**
 * The signer's own book, beside the schools' databases: which packages were opened here, which signatures were made for them, and a log in a hash chain.
 * It holds no pupil's data. What `addSignatures` was given is durable when it resolves.
 */
export type HandOffJournal = {
  /** Notes that a package was opened; answers what is known of the school's key, by school code: the same as before, another one, or none yet. */
  noteOpened(input: { readonly packageId: string; readonly schoolCode: string; readonly schoolName: string; readonly publicKey: Uint8Array; readonly at: string; readonly detail: Readonly<Record<string, unknown>> }): Promise<'known' | 'new' | 'changed'>;
  /** In order of signing: those of one document, or so many from a place on. */
  signatures(packageId: string, which: { readonly uuid: string } | { readonly from: number; readonly most: number }): Promise<readonly JournaledSignature[]>;
  /** Which signatures there are, without them: UUID and region. */
  signed(packageId: string): Promise<readonly Pick<JournaledSignature, 'uuid' | 'region'>[]>;
  /** Adds the signatures and their log entries in one transaction. */
  addSignatures(packageId: string, made: readonly JournaledSignature[]): Promise<void>;
  note(input: { readonly at: string; readonly action: string; readonly detail: Readonly<Record<string, unknown>> }): Promise<void>;
  /** Newest first. */
  log(limit: number): Promise<readonly HandOffLogEntry[]>;
  /** Recomputes the chain: false where an entry was changed or taken out. */
  logIsWhole(): Promise<boolean>;
  /** Revocation lists and OCSP responses that were learnt here, for the days without a line. */
  evidence(): Promise<readonly Evidence[]>;
  /** Older knowledge than what is there already is not kept. */
  keepEvidence(learnt: readonly Evidence[]): Promise<void>;
  modules(): Promise<readonly { readonly id: string; readonly name: string; readonly path: string }[]>;
  saveModule(module: { readonly id: string; readonly name: string; readonly path: string }): Promise<void>;
  removeModule(id: string): Promise<void>;
  close(): Promise<void>;
};
