import type { CertificateFacts, FileReport, VerificationReport } from '#core/contract/verification.ts';

/** Roots that are trusted, and roots that mark practice. DER certificates. `crls`: revocation lists (DER) that are known offline; without one in force nothing real is `valid`. */
export type TrustAnchors = {
  readonly roots: readonly Uint8Array[];
  readonly intermediates: readonly Uint8Array[];
  readonly practiceRoots: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  /** OCSP responses (DER) that are known offline. */
  readonly ocsps?: readonly Uint8Array[];
  /** RFC 3161 tokens (DER) kept beside signatures; each finds its signature by what it is over. */
  readonly timestamps?: readonly Uint8Array[];
};

/** One element of a record's data, in document order. `text` null: an element of elements. */
export type RecordLine = { readonly depth: number; readonly tag: string; readonly id: string | null; readonly text: string | null };

/** Everything a record says, for somebody to read before signing. */
export type RecordReading = { readonly summary: NonNullable<FileReport['record']>; readonly training: boolean; readonly lines: readonly RecordLine[] };

/** Everything a gradebook says, in the form of gradebook-v1 and in no other. */
export type GradebookReading = Pick<RecordReading, 'lines'>;

/**
 * The strict verifier: a code path of its own that shares nothing with the signer. Hostile input gives a verdict, never an exception or a crash.
 * The verdict is as of `at` (ISO 8601).
 */
export type Verifier = {
  /** Any file: record XML, ASiC-E, or something else (`unsupported`). */
  checkFile(input: { readonly name: string; readonly bytes: Uint8Array; readonly anchors: TrustAnchors; readonly at: string }): Promise<VerificationReport>;
  /**
   * A file where it lies: containers are read piece by piece and checked on several threads, so that their size costs no memory. Errors: OfficeError
   * file.unreadable, job.cancelled (`signal`).
   */
  checkPath(input: {
    readonly name: string;
    readonly path: string;
    readonly anchors: TrustAnchors;
    readonly at: string;
    readonly signal?: AbortSignal;
    /** Files of the container that are checked. */
    readonly onProgress?: (done: number, total: number) => void;
  }): Promise<VerificationReport>;
  /** One record XML: what the batch checks before a signature is stored. */
  checkRecord(input: { readonly name: string; readonly bytes: Uint8Array; readonly anchors: TrustAnchors; readonly at: string }): Promise<FileReport>;
  /** A transaction list with its enveloped organisation signature; the records inside as separate documents, byte for byte. */
  checkTransaction(input: { readonly bytes: Uint8Array; readonly anchors: TrustAnchors; readonly at: string }): Promise<{ readonly report: FileReport; readonly records: readonly Uint8Array[] }>;
  /** Reads a record, signed or not, from the bytes that a signature covers; null where they are not a record that can be shown whole. */
  readRecord(bytes: Uint8Array): RecordReading | null;
  /** The same of a gradebook. */
  readGradebook(bytes: Uint8Array): GradebookReading | null;
  /** Facts of one DER certificate. Throws OfficeError file.unreadable when it is none. */
  describeCertificate(der: Uint8Array): CertificateFacts;
};
