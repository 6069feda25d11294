import type { PdfRole } from './pdf-signing.ts';

export type ImageKind = 'person' | 'organisation';

/** The picture of a person's signature or of an organisation's seal. `owner`: the name as the school writes it. `millimetres`: how wide it is shown; of a seal, its real size. */
export type StoredSignatureImage = {
  readonly kind: ImageKind;
  readonly owner: string;
  readonly png: Uint8Array;
  /** SHA-256, hexadecimal. */
  readonly digest: string;
  readonly width: number;
  readonly height: number;
  readonly millimetres: number;
  readonly addedAt: string;
  readonly addedBy: string;
};

/** One signature of the PDF of a record. `documentDigest`: SHA-256 of the whole file with it, hexadecimal. `order`: 1 for the first. */
export type StoredPdfSignature = {
  readonly versionId: string;
  readonly role: PdfRole;
  readonly order: number;
  readonly documentDigest: string;
  readonly certificateDigest: string;
  readonly signer: string;
  readonly signedAt: string;
};

/** Signed PDFs of records, and images of signatures. Insert-only. */
export type SignedPdfRepository = {
  /** The image in force, or null. */
  image(kind: ImageKind, owner: string): Promise<StoredSignatureImage | null>;
  addImage(image: StoredSignatureImage): Promise<void>;
  /** Takes the image in force away; it stays stored. */
  withdrawImage(input: Pick<StoredSignatureImage, 'kind' | 'owner' | 'addedAt' | 'addedBy'>): Promise<void>;
  /** Of several versions, in order of signing. */
  signatures(versionIds: readonly string[]): Promise<readonly StoredPdfSignature[]>;
  /** The PDF of a version with every signature it has, byte for byte as verified when they were made; null where it has none. Throws OfficeError database.damaged where the stored bytes have another digest. */
  document(versionId: string): Promise<Uint8Array | null>;
  /** `update`: what this signature added to the file, deflated; for the first one, the whole file. `value`: what a timestamp over it is over. */
  add(signature: StoredPdfSignature, update: Uint8Array, value: Uint8Array): Promise<void>;
  /** The school's signatures, after which nothing is added to a PDF: whose a timestamp can be. `value` null: of a program before this one, it stands in the document. */
  sealed(versionIds: readonly string[]): Promise<readonly { readonly versionId: string; readonly signer: string; readonly value: Uint8Array | null }[]>;
};
