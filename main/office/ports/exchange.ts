import type { GatewayProfile } from '#core/contract/exchange.ts';
import type { CertificateFacts } from '#core/contract/verification.ts';

export type GatewayCredentials = { readonly profile: GatewayProfile; readonly password: string };

export type RecordAnswer = {
  readonly pupilCode: string;
  readonly pupilName: string;
  readonly uuid: string;
  readonly accepted: boolean;
  readonly errorCode: string;
  readonly fieldTitle: string;
  readonly description: string;
};

/**
 * Client of the ministry's transactions (CV 2088 II.2): token, register certificate (3), query registration (4), submit (1), query result (2).
 * Errors: OfficeError exchange.unreachable, exchange.refused {code, message}, exchange.bad-answer, exchange.certificate-not-registered.
 */
export type GatewayClient = {
  registerCertificate(gateway: GatewayCredentials, input: { readonly messageId: string; readonly facts: CertificateFacts; readonly issuerCode: string; readonly signedContent: Uint8Array }): Promise<{ readonly message: string }>;
  queryCertificate(gateway: GatewayCredentials, input: { readonly messageId: string; readonly serial: string; readonly schoolYear: string }): Promise<{ readonly state: 'asked' | 'approved' | 'refused'; readonly message: string }>;
  /** `document`: the signed list XML; framed (int32 LE length ‖ gzip, base64) here. At most 10 MB per transaction. `messageId` makes a repeated submit of the same list harmless. */
  submit(gateway: GatewayCredentials, input: { readonly messageId: string; readonly schoolYear: string; readonly document: Uint8Array }): Promise<{ readonly message: string }>;
  /** Null while the gateway has not decided yet. */
  queryResult(gateway: GatewayCredentials, input: { readonly messageId: string }): Promise<readonly RecordAnswer[] | null>;
};

/** Builds the list XML and says how large its transaction gets, to split at 10 MB. */
export type TransactionPacker = {
  /** `<DANH_SACH_HOC_BA id="dataDanhSach">` with the records' own bytes inside. Splits so that each framed transaction stays below the limit. */
  pack(records: readonly { readonly id: string; readonly document: Uint8Array }[]): readonly { readonly recordIds: readonly string[]; readonly document: Uint8Array; readonly framedBytes: number }[];
};

export type BundleFile = { readonly name: string; readonly bytes: Uint8Array; readonly mimeType: string };

/** A file in a container as its seal names it. */
export type SealedName = { readonly name: string; readonly sha256: Uint8Array; readonly mimeType: string };

/** Packs ASiC-E containers a file at a time: no more than one file is in memory, however large the container. */
export type BundlePacker = {
  open(write: (chunk: Uint8Array) => Promise<void>): Promise<{
    /** Goes out at once; only its digest is kept. */
    add(file: BundleFile): Promise<void>;
    /** `sign` makes META-INF/signatures0.xml over all files; then the container ends. */
    seal(sign: (files: readonly SealedName[]) => Promise<Uint8Array>): Promise<void>;
  }>;
};

/**
 * Writes files to a destination: temporary name, flush, read back, digest compared, rename. Leftovers of a writing that was cut off are removed with the next
 * one into the same folder: only files of our own temporary name that nobody writes to.
 * Errors: exchange.destination-gone, exchange.destination-not-writable, exchange.destination-full, exchange.file-system-limit, exchange.pulled-out (while
 * writing), exchange.read-back-failed, job.cancelled. Never leaves a half-written file under the final name.
 */
export type FileWriter = {
  /** A folder of that name inside `parent`, made where it is not there yet; a link of that name is refused. Answers its path. */
  folder(parent: string, name: string): Promise<string>;
  /** Removes leftovers from a folder, so that their room counts as free. Never throws. */
  clear(folder: string): Promise<void>;
  /** Replaces a file of the same name. */
  write(folder: string, fileName: string, bytes: Uint8Array): Promise<void>;
  /** Writes what `fill` gives piece by piece. Answers the path, the size and the SHA-256 (hexadecimal) of what the medium gave back. */
  stream(input: {
    readonly folder: string;
    readonly fileName: string;
    readonly fill: (write: (chunk: Uint8Array) => Promise<void>) => Promise<void>;
    /** Ends the writing between two pieces, and the reading back. */
    readonly signal?: AbortSignal;
    /** Bytes that the medium holds in one file; null: no limit. */
    readonly largestFile?: number | null;
    readonly onReadBack?: (done: number, total: number) => void;
    /** Looks at the file before it gets its name; what it throws undoes the writing. */
    readonly check?: (path: string) => Promise<void>;
  }): Promise<{ readonly path: string; readonly bytes: number; readonly digest: string }>;
};

/** A place that files can go to. `fileSystem`: as people know it (`FAT32`); null where the system does not tell. */
export type FoundPlace = { readonly label: string; readonly path: string; readonly kind: 'removable' | 'folder'; readonly freeBytes: number | null; readonly fileSystem: string | null };

export type MediaFinder = {
  /** Removable drives and the user's usual folders, now. */
  find(): Promise<readonly FoundPlace[]>;
  /** Paths of the removable drives alone, cheap enough to be asked every few seconds. */
  removable(): Promise<readonly string[]>;
  inspect(path: string): Promise<FoundPlace | 'missing' | 'not-writable'>;
  /** Whether a file or folder, wherever links lead, lies on a removable drive. */
  isOnStick(path: string): Promise<boolean>;
};
