import type { OfficeErrorData } from '#core/contract/errors.ts';
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
};

export type ModuleChoice = { readonly id: string; readonly name: string; readonly path: string; readonly source: 'known' | 'by-hand' | 'training' };

export type KeyChoice = {
  readonly module: ModuleChoice;
  readonly tokenSerial: string;
  /** SHA-256 of the DER certificate, hexadecimal lower case. */
  readonly certificateDigest: string;
};

/** What a key signs with: RSA PKCS#1 v1.5 with SHA-256, or ECDSA P-256 with SHA-256. */
export type SignatureAlgorithm = 'rsa-sha256' | 'ecdsa-p256-sha256';

/**
 * A logged-in token for one batch. `sign` takes the bytes to be signed (not a digest) and gives the signature value: for RSA the
 * big-endian block, for ECDSA r‖s of fixed width (as XML Signature wants it). One call at a time.
 * Errors: OfficeError token.removed, token.silent, token.crashed, token.device-error.
 */
export type TokenSession = {
  readonly algorithm: SignatureAlgorithm;
  readonly certificate: FoundCertificate;
  sign(data: Uint8Array): Promise<Uint8Array>;
  /** Ends the batch: the process that holds the PIN is killed. */
  close(): Promise<void>;
};

/** PKCS#11 through a process of its own (signing.md 4). Nothing here ever runs a vendor driver in the office's process. */
export type TokenService = {
  /** Drivers of the table in resources/token-drivers.json that exist on this PC, plus those given by hand. */
  findModules(byHand: readonly ModuleChoice[]): Promise<readonly TokenModule[]>;
  /** Certificates on all present tokens of the modules. A module that crashes or hangs is reported with its problem; the others still answer. */
  listCertificates(modules: readonly ModuleChoice[]): Promise<{ readonly certificates: readonly FoundCertificate[]; readonly problems: ReadonlyMap<string, OfficeErrorData> }>;
  /**
   * Logs in once with what the user typed; never retries. Errors: token.none-present, token.pin-incorrect, token.pin-locked, token.pin-length,
   * token.pin-expired, token.needs-pin-pad, token.certificate-not-found, token.key-not-found, token.key-too-weak, token.mechanism-missing, token.silent, token.crashed.
   */
  openSession(key: KeyChoice, pin: string): Promise<TokenSession>;
};

/** Roles that sign a record, and the two signatures of the school outside records. */
export type SlotRole = 'subjectTeacher' | 'homeroomTeacher' | 'principal' | 'school';

/** Where and over what a role signs in a record: format data (domain.md 3.9). Paths are tag names from the root, e.g. `PHAT_HANH_HOC_BA/CBQL`. */
export type SignatureSlot = {
  readonly role: SlotRole;
  readonly path: string;
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
  /** Opaque to the use cases; given back to `finish`. */
  readonly draft: string;
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
