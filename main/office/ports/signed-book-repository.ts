import type { FrozenVersion, SignedBefore, SlotRoleStored, SlotSignature } from './frozen-document.ts';

/** One version of a gradebook as frozen to be signed. */
export type StoredBook = FrozenVersion & { readonly classId: string; readonly subjectId: string };

export type StoredBookSignature = SlotSignature & { readonly bookId: string };

/** Gradebooks that are signed class by subject. Insert only. */
export type SignedBookRepository = {
  /** The newest version of each subject of a class. */
  currentOfClass(classId: string): Promise<readonly StoredBook[]>;
  byIds(ids: readonly string[]): Promise<readonly StoredBook[]>;
  add(book: StoredBook): Promise<void>;
  /** Of several versions, in order of signing. */
  signatures(bookIds: readonly string[]): Promise<readonly StoredBookSignature[]>;
  /** For each version whose book has an earlier one that was signed in this role. */
  signedBefore(bookIds: readonly string[], role: SlotRoleStored): Promise<readonly SignedBefore[]>;
  addSignature(signature: StoredBookSignature): Promise<void>;
};
