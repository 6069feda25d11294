import type { SignableKind } from './signing-batch.ts';

export type BatchState = 'running' | 'paused' | 'done' | 'failed' | 'cancelled';
export type BatchItemState = 'waiting' | 'signed' | 'skipped' | 'failed';

/** A batch as stored. `running` in the database while no run holds the token means that the program was ended in the middle of it. */
export type StoredBatch = {
  readonly id: string;
  readonly kind: SignableKind;
  readonly role: string;
  /** JSON text: what the batch is about, as its kind writes it; records and gradebooks: `{"classIds":[…]}` and more. */
  readonly scope: string;
  /** The one token and certificate that may go on with it; '' for batches of programs before this one. */
  readonly certificateDigest: string;
  readonly tokenSerial: string;
  /** JSON text: how the signer read what is signed. */
  readonly reading: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly userId: string | null;
  readonly startedBy: string;
  readonly auditHead: string;
  readonly state: BatchState;
  /** JSON text of an OfficeErrorData: why it paused; null: the user paused it. */
  readonly because: string | null;
  /** Milliseconds that the token worked, over all runs. */
  readonly busy: number;
};

export type StoredBatchItem = { readonly itemId: string; readonly state: BatchItemState; /** JSON text of an OfficeErrorData. */ readonly error: string | null };

export type BatchCounts = { readonly total: number; readonly signed: number; readonly waiting: number };

/** Signing batches and their items, whatever they sign. */
export type SigningBatchRepository = {
  add(batch: Omit<StoredBatch, 'finishedAt' | 'state' | 'because' | 'busy'>, itemIds: readonly string[]): Promise<void>;
  /** Items in the order of signing. */
  get(batchId: string): Promise<{ readonly batch: StoredBatch; readonly items: readonly StoredBatchItem[] } | null>;
  counts(batchId: string): Promise<BatchCounts>;
  setItems(batchId: string, itemIds: readonly string[], state: BatchItemState, error: string | null): Promise<void>;
  /** Items that still wait become skipped. */
  skipWaiting(batchId: string, error: string | null): Promise<void>;
  /** `busy` is added to what is there. */
  setState(batchId: string, change: { readonly state: BatchState; readonly because: string | null; readonly finishedAt: string | null; readonly busy: number }): Promise<void>;
  /** Running and paused ones, oldest first. */
  open(): Promise<readonly StoredBatch[]>;
  /** Newest first. */
  latest(limit: number): Promise<readonly StoredBatch[]>;
  /** The newest batch of a kind and role that signed something. */
  lastSigned(kind: SignableKind, role: string): Promise<StoredBatch | null>;
  /** How fast this certificate's token was the last time it signed: milliseconds, and how many signatures in them. Null: never seen. */
  pace(certificateDigest: string): Promise<{ readonly busy: number; readonly signed: number } | null>;
};
