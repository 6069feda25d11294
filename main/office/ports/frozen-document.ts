/** What is stored of every frozen version of a document that is signed, whatever its kind; `data`: its XML before any signature. */
export type FrozenVersion = {
  readonly id: string;
  readonly version: number;
  readonly uuid: string;
  readonly formatId: string;
  /** JSON text of what it was made from (RecordData, GradebookData). */
  readonly source: string;
  readonly sourceDigest: string;
  readonly data: Uint8Array;
  readonly createdAt: string;
  readonly createdBy: string;
};

export type SlotRoleStored = 'subjectTeacher' | 'homeroomTeacher' | 'principal' | 'school';

/** What is stored of every signature in a slot. `order`: 1 for the first. `documentDigest`: SHA-256 of the document with it and all earlier ones, hexadecimal. */
export type SlotSignature = {
  readonly role: SlotRoleStored;
  readonly order: number;
  readonly fragment: string;
  readonly documentDigest: string;
  readonly certificateDigest: string;
  readonly signer: string;
  readonly signedAt: string;
  readonly batchId: string;
};

/** A version of a document (`data`), and the bytes of the newest earlier one that a role signed (`before`, with its id). */
export type SignedBefore = { readonly versionId: string; readonly data: Uint8Array; readonly beforeId: string; readonly before: Uint8Array; readonly signedAt: string };
