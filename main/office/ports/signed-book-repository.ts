import type { SlotRoleStored } from './record-repository.ts';

/** One version of a gradebook as frozen to be signed; `data`: its XML. */
export type StoredBook = {
  readonly id: string;
  readonly classId: string;
  readonly subjectId: string;
  readonly version: number;
  readonly uuid: string;
  readonly formatId: string;
  /** JSON text of the GradebookData it was made from. */
  readonly source: string;
  readonly sourceDigest: string;
  readonly data: Uint8Array;
  readonly createdAt: string;
  readonly createdBy: string;
};

export type StoredBookSignature = {
  readonly bookId: string;
  readonly role: SlotRoleStored;
  readonly order: number;
  readonly fragment: string;
  readonly documentDigest: string;
  readonly certificateDigest: string;
  readonly signer: string;
  readonly signedAt: string;
  readonly batchId: string;
};

/** Gradebooks that are signed class by subject. Insert only. */
export type SignedBookRepository = {
  /** The newest version of each subject of a class. */
  currentOfClass(classId: string): Promise<readonly StoredBook[]>;
  byIds(ids: readonly string[]): Promise<readonly StoredBook[]>;
  add(book: StoredBook): Promise<void>;
  /** In order of signing. */
  signatures(bookIds: readonly string[]): Promise<readonly StoredBookSignature[]>;
  /** When this role signed the newest earlier version of the same book; null: it never did. */
  signedBefore(book: Pick<StoredBook, 'classId' | 'subjectId' | 'version'>, role: SlotRoleStored): Promise<string | null>;
  addSignature(signature: StoredBookSignature): Promise<void>;
};
