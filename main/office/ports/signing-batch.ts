import type { OfficeError, OfficeErrorData } from '#core/contract/errors.ts';
import type { Canonicalization, PreparedSignature, SignatureAlgorithm, SignatureSlot } from './signing.ts';
import type { TrustAnchors } from './verifier.ts';

/** What can be signed in a batch; the verifier checks each kind in its own way before a signature counts. */
export type SignableKind = 'record' | 'gradebook' | 'pdf';

/** A document as it stands before the new signature: frozen data, and the signatures that are there already, in order of signing. */
export type DocumentToSign = {
  readonly data: Uint8Array;
  readonly signatures: readonly { readonly slot: SignatureSlot; readonly fragment: string }[];
  /** Of a PDF: what its new signature will show, a PDF of one page. */
  readonly appearance?: Uint8Array;
};

/**
 * One signature that a batch is to make. Where it is kept afterwards is the journal's matter, so that records, gradebooks and hand-off packages
 * are signed by the same machine.
 */
export type SignableItem = {
  /** Names it in the batch and in the journal. */
  readonly id: string;
  readonly kind: SignableKind;
  /** The document it goes into: two items of one document are never under way at once, because each must see the one before it. */
  readonly document: string;
  /** How the document is called in audit entries and in the self-check, e.g. the record's UUID. */
  readonly name: string;
  /** What the progress line shows: a pupil's name, a class and subject. */
  readonly label: string;
  readonly slot: SignatureSlot;
  /** Written as SO_CCCD into a person's slot; null for the school. */
  readonly signerPersonalId: string | null;
  /**
   * Called when its turn comes. `signingTime`: the moment that the signature will name (ISO 8601); of one that is finished after a crash, the moment it was made at. Answers an error where it is not
   * to be signed any more (signed meanwhile, outdated, withdrawn): it is then skipped with that reason. What is thrown ends the run.
   */
  load(signingTime: string): Promise<DocumentToSign | OfficeError>;
};

/** A finished signature that the verifier found sound and in its place. */
export type MadeSignature = {
  readonly item: SignableItem;
  readonly fragment: string;
  /** SHA-256 of the whole document with the signature, hexadecimal. */
  readonly documentDigest: string;
  /** Of a PDF: the signature's value, which a timestamp is over. */
  readonly stamped?: Uint8Array;
  readonly signingTime: string;
  /** Its place in the order of signing: 1 for the first signature of the document. */
  readonly order: number;
};

/**
 * Where a batch is written down. Each method resolves only when what it was told is durable: nothing is counted or reported before.
 * In the office it is the school's database; on a PC without one, the hand-off package that is being made.
 */
export type BatchJournal = {
  /** Signatures, the items' states and the audit entry, all or nothing. */
  signed(made: readonly MadeSignature[]): Promise<void>;
  /** An item that will not be signed in this batch, and why. */
  setAside(item: SignableItem, state: 'skipped' | 'failed', error: OfficeErrorData): Promise<void>;
  /** The token was given up: by the user (null) or because of an error. What is left can be signed later. `busy`: milliseconds that the token worked in this run. */
  paused(because: OfficeErrorData | null, busy: number): Promise<void>;
  /** Nothing more will be signed in this batch; items that still wait are skipped. */
  ended(state: 'done' | 'failed' | 'cancelled', busy: number): Promise<void>;
};

/** What the first thread is asked for: everything before the token. */
export type PrepareRequest = {
  readonly kind: SignableKind;
  readonly document: DocumentToSign;
  readonly slot: SignatureSlot;
  readonly algorithm: SignatureAlgorithm;
  readonly canonicalization: Canonicalization;
  readonly certificate: Uint8Array;
  /** The authorities above the certificate, as the token holds them. */
  readonly chain: readonly Uint8Array[];
  readonly signingTime: string;
  readonly signerPersonalId: string | null;
};

/** What the second thread is asked for: the signature put in, and the whole looked at by the verifier. */
export type FinishRequest = {
  readonly kind: SignableKind;
  readonly name: string;
  readonly document: DocumentToSign;
  readonly prepared: PreparedSignature;
  readonly signatureValue: Uint8Array;
  /** The verdict is as of this moment. */
  readonly at: string;
  /** Signatures are made faster than the verifier reads: a document that is like the last one it accepted need not be read by it (decision 0018). */
  readonly hurried: boolean;
};

/**
 * `fragment`: what is stored of it: of an XML the slot's element, of a PDF what the signature added to the file (of the first one the whole), deflated, base64. `alike`: not
 * read by the verifier itself, but proven to be like a document that it accepted. `stamped`: of a PDF, the signature's value, which a timestamp is over.
 */
export type FinishedSignature = { readonly fragment: string; readonly documentDigest: string; readonly alike: boolean; readonly stamped?: Uint8Array };

/** Work may fail for one item and not for the others; `error` is null for what nobody expected, with its words in `problem`. */
export type WorkResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Pick<OfficeErrorData, 'code' | 'params'> | null; readonly problem: string };

/** Preparation and finishing, off the office's own thread; each answers in the order asked, one result for each request. */
export type SignatureWorkers = {
  /** Resolves when the threads run and have loaded what they need. */
  readonly ready: Promise<void>;
  prepare(requests: readonly PrepareRequest[]): Promise<readonly WorkResult<PreparedSignature>[]>;
  /** Errors of an item: signing.self-check-failed {uuid} where the verifier does not find the new signature sound, in its place, and nothing else broken. */
  finish(requests: readonly FinishRequest[]): Promise<readonly WorkResult<FinishedSignature>[]>;
  /** The run is over; the threads may be kept for the next one. */
  close(): Promise<void>;
};

export type OpenSignatureWorkers = (anchors: TrustAnchors) => SignatureWorkers;

/** Where a token process notes each signature before it begins the next (TokenService.openSession, `journal`): beside the school's database. */
export type BatchFiles = { path(batchId: string): string; remove(batchId: string): void };
