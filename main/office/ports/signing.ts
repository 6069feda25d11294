import type { ErrorCode, OfficeErrorData } from '#core/contract/errors.ts';
import type { CertificateFacts } from '#core/contract/verification.ts';
import type { TokenModule } from '#core/contract/signing.ts';

/** A certificate found on a token, with enough to find it again. `der` is the certificate itself; chain certificates where the token holds them. */
export type FoundCertificate = {
  readonly facts: CertificateFacts;
  readonly der: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly moduleId: string;
  readonly tokenLabel: string;
  readonly tokenSerial: string;
  readonly tokenModel: string;
  readonly pin: 'ok' | 'count-low' | 'final-try' | 'locked';
  /** Is the private key on the token? Most tokens show it only after the login: `unknown`. */
  readonly key: 'present' | 'missing' | 'unknown';
  /** CKA_ALWAYS_AUTHENTICATE of the key; null while the token does not show it. */
  readonly pinEachTime: boolean | null;
  /** How the token lists that it signs with this RSA key; null: another kind of key, or it does not tell. */
  readonly rsaSchemes: readonly RsaScheme[] | null;
};

export type RsaScheme = 'pkcs1' | 'pss';

/** What the gateway's profile wants of the signatures. `rsaScheme` null: it does not say. */
export type SignatureForm = { readonly canonicalization: Canonicalization; readonly rsaScheme: RsaScheme | null };

export type ModuleChoice = { readonly id: string; readonly name: string; readonly path: string; readonly source: 'known' | 'by-hand' | 'training' };

export type KeyChoice = {
  readonly module: ModuleChoice;
  readonly tokenSerial: string;
  /** SHA-256 of the DER certificate, hexadecimal lower case. */
  readonly certificateDigest: string;
};

/**
 * What a key signs with: RSA PKCS#1 v1.5 or RSA-PSS (MGF1, salt as long as the hash) with SHA-256, ECDSA P-256 with SHA-256, ECDSA P-384 with
 * SHA-384.
 */
export type SignatureAlgorithm = 'rsa-sha256' | 'rsa-pss-sha256' | 'ecdsa-p256-sha256' | 'ecdsa-p384-sha384';

/** How something was encrypted to an RSA certificate: OAEP (MGF1 with the same hash, no label) or PKCS#1 v1.5. Many tokens know only the last. */
export type DecryptionPadding = 'oaep-sha256' | 'oaep-sha1' | 'pkcs1';

/** One thing to sign. `note`: kept with the signature in the journal, for whoever must finish it after a crash. */
export type QueuedItem = { readonly id: string; readonly data: Uint8Array; readonly note?: string };

/** `busy`: milliseconds inside the driver for this signature, C_SignInit to C_Sign with the PIN in between where the key wants it. */
export type SignedItem = { readonly id: string; readonly value: Uint8Array; readonly busy: number };

/**
 * A queue that is being signed. `signed` gives the signatures one after the other, each as soon as it is made, and ends when the queue is done
 * or was stopped; it throws the OfficeError of the token, after every signature made before it has been given (where the process itself crashed or was
 * killed, those of its last five milliseconds stand in its journal only). Leaving its loop early stops the
 * queue. `stop`: no further item is begun; done when the token is at rest.
 */
export type SigningRun = { readonly signed: AsyncIterable<SignedItem>; stop(): Promise<void> };

/**
 * A logged-in token for one batch. The data are the bytes to be signed (not a digest); a signature value is for RSA the big-endian block, for
 * ECDSA r‖s of fixed width (as XML Signature wants it). The first signature of a session is proven against the certificate before a second is
 * begun. One call at a time: others wait for their turn. When a call has thrown one of `interruptingTokenErrors`, the session is of no more use:
 * close it, wait for the same token, ask for the PIN again, and open a new one with the same key.
 * Errors: those, and token.key-not-found (key and certificate do not belong together), token.mechanism-missing.
 */
export type TokenSession = {
  readonly algorithm: SignatureAlgorithm;
  readonly certificate: FoundCertificate;
  /** The token wants the PIN for each single signature (CKA_ALWAYS_AUTHENTICATE): its process gives it, but such tokens may be slow or ask themselves. */
  readonly pinEachTime: boolean;
  /** Ways in which this key decrypts; none for EC keys and for tokens that do not list it. */
  readonly decryptions: readonly DecryptionPadding[];
  sign(data: Uint8Array): Promise<Uint8Array>;
  /**
   * Signs what the source gives, in its order, in whatever chunks it comes (4 to 16 items are good). The source is read ahead, so that the token
   * never waits as long as there is something to sign, but never more than `window` items (32) beyond what was taken from `signed`.
   */
  signMany(chunks: AsyncIterable<readonly QueuedItem[]> | Iterable<readonly QueuedItem[]>, options?: { readonly window?: number }): SigningRun;
  /** Decrypts what was encrypted to the certificate. Errors also: token.cannot-decrypt. */
  decrypt(data: Uint8Array, padding: DecryptionPadding): Promise<Uint8Array>;
  /** Ends the batch: the process that holds the PIN is killed. */
  close(): Promise<void>;
};

/** The token, its driver or its process is gone or in disorder: what is signed stays, and the rest can be signed after a new login. */
export const interruptingTokenErrors = ['token.removed', 'token.session-lost', 'token.device-error', 'token.driver-error', 'token.silent', 'token.crashed', 'token.idle', 'token.busy', 'token.cancelled'] as const satisfies readonly ErrorCode[];

export type SessionOptions = {
  /** The user was told that this is the last try before the lock, and confirmed it by itself. */
  readonly lastTryConfirmed?: boolean;
  /** What the gateway's profile wants of RSA keys. Null or left out: PKCS#1 v1.5, and RSA-PSS only where the token lists nothing else. */
  readonly rsaScheme?: RsaScheme | null;
  /**
   * A file to which the token process itself writes each signature of `signMany` before it begins the next one: what the office, killed at that
   * moment, has not stored yet is found there by `readJournal`. Holds signatures and notes, never the PIN.
   */
  readonly journal?: string;
};

export type JournalEntry = { readonly id: string; readonly value: Uint8Array; readonly note: string };

/** A token on which there is a key without its certificate, or nothing to sign with at all (`keys` 0: none is shown). */
export type BareToken = { readonly tokenLabel: string; readonly tokenSerial: string; readonly keys: number };

/** PKCS#11 through a process of its own (signing.md 4). Nothing here ever runs a vendor driver in the office's process. */
export type TokenService = {
  /** Drivers of the table in resources/token-drivers.json that exist on this PC. Only the disk is looked at: nothing is loaded. */
  knownModules(): readonly ModuleChoice[];
  /** Loads one module in a process of its own and says what is wrong with it, if anything. */
  probe(module: ModuleChoice): Promise<TokenModule>;
  /** Certificates on all present tokens of the modules. A module that crashes or hangs is reported with its problem; the others still answer. */
  listCertificates(modules: readonly ModuleChoice[]): Promise<{ readonly certificates: readonly FoundCertificate[]; readonly bare: readonly BareToken[]; readonly problems: ReadonlyMap<string, OfficeErrorData> }>;
  /**
   * Logs in once with what the user typed; never retries. Errors: token.none-present, token.pin-incorrect, token.pin-locked, token.pin-last-try (wrong,
   * one is left), token.last-try-unconfirmed (nothing was tried), token.pin-length, token.pin-expired, token.pin-must-change, token.pin-not-set,
   * token.needs-pin-pad, token.busy, token.cancelled, token.certificate-not-found, token.certificate-changed (the same token now holds others),
   * token.key-not-found, token.key-too-weak, token.mechanism-missing, token.scheme-missing (it signs, but not as the profile wants), and `interruptingTokenErrors`.
   */
  openSession(key: KeyChoice, pin: string, options?: SessionOptions): Promise<TokenSession>;
  /** Tells whenever a token comes or goes, by a process for each driver (at most four), until the answered function is called. Never logs in; a driver that cannot be watched is left out. */
  watch(modules: readonly ModuleChoice[], moved: () => void): () => void;
  /** Signatures that a batch's token process made, in order; a half-written last line is left out. Empty when there is no such file. */
  readJournal(file: string): readonly JournalEntry[];
};

/** Roles that sign a record, and the two signatures of the school outside records. */
export type SlotRole = 'subjectTeacher' | 'homeroomTeacher' | 'principal' | 'school';

/** Where and over what a role signs in a record: format data (domain.md 3.9). Paths are tag names from the root, e.g. `PHAT_HANH_HOC_BA/CBQL`. */
export type SignatureSlot = {
  readonly role: SlotRole;
  readonly path: string;
  /** The slot element's own Id, where it has one: there is one slot per subject teacher. */
  readonly elementId?: string;
  /** Id of the region the signature references, e.g. `data` or `thongtinhocba`. */
  readonly references: string;
  /** Id of the slot's SignatureProperty, unique in the record. */
  readonly propertyId: string;
};

export type Canonicalization = 'exclusive' | 'inclusive';

/**
 * A signature of a record about to be made. `toBeSigned`: the canonical SignedInfo, which the token signs.
 * Everything is plain data, so it may cross threads.
 */
export type PreparedSignature = {
  readonly slot: SignatureSlot;
  readonly signingTime: string;
  readonly toBeSigned: Uint8Array;
  /** Opaque to the use cases; given back to `finish`. Noted beside the signature until that is written, so it is small. */
  readonly draft: string;
  /** Of a PDF: the drafted file with its empty hole. Not noted; where it is missing after a crash, it is made again. */
  readonly drafted?: { readonly bytes: Uint8Array; readonly hole: { readonly at: number; readonly length: number } };
};

/** XML Signature over the regions of a record (CV 2088/BGDĐT-GDTH II.1.6): two references, the region and the signing time. */
export type RecordSigner = {
  /**
   * `document`: the record as it stands (frozen data plus earlier signatures). `signerPersonalId`: written as SO_CCCD into the slot for persons; null for the school.
   */
  prepare(input: {
    readonly document: Uint8Array;
    readonly slot: SignatureSlot;
    readonly algorithm: SignatureAlgorithm;
    readonly canonicalization: Canonicalization;
    readonly certificate: Uint8Array;
    readonly signingTime: string;
    readonly signerPersonalId: string | null;
  }): PreparedSignature;
  /** The slot element with its signature, as UTF-8 text to be inserted (`fragment`), and the record with it in place (`document`). The frozen data's bytes are not touched. */
  finish(input: { readonly document: Uint8Array; readonly prepared: PreparedSignature; readonly signatureValue: Uint8Array }): { readonly fragment: string; readonly document: Uint8Array };
  /** Puts stored fragments back into the frozen data: the same bytes that `finish` gave. */
  assemble(data: Uint8Array, fragments: readonly { readonly slot: SignatureSlot; readonly fragment: string }[]): Uint8Array;
  /** SHA-256 of the canonical (exclusive) data node, hexadecimal: what the principal's and the school's signatures name. */
  dataDigest(document: Uint8Array): string;
};

/** The organisation's enveloped signature of a transaction list, root `DANH_SACH_HOC_BA id="dataDanhSach"` (CV 2088 II.2.2), as last child of the root. */
export type TransactionSigner = {
  sign(input: {
    readonly document: Uint8Array;
    readonly canonicalization: Canonicalization;
    readonly certificate: Uint8Array;
    readonly algorithm: SignatureAlgorithm;
    readonly signingTime: string;
    readonly sign: (data: Uint8Array) => Promise<Uint8Array>;
  }): Promise<Uint8Array>;
};

/** The school's XAdES-B-B signature over all files of an ASiC-E container; gives META-INF/signatures0.xml. `files`: names as in the container and SHA-256 of their bytes. */
export type BundleSealer = {
  seal(input: {
    readonly files: readonly { readonly name: string; readonly sha256: Uint8Array; readonly mimeType: string }[];
    readonly certificate: Uint8Array;
    readonly chain: readonly Uint8Array[];
    readonly algorithm: SignatureAlgorithm;
    readonly signingTime: string;
    readonly sign: (data: Uint8Array) => Promise<Uint8Array>;
  }): Promise<Uint8Array>;
};
