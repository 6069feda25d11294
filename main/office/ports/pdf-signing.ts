import type { SignatureAlgorithm } from './signing.ts';

/** Who signs the PDF of a record: the principal, then the school with its seal. */
export type PdfRole = 'principal' | 'school';

/** A picture of a signature or of a seal: PNG, transparent, checked. `millimetres`: width of a seal in real size; of a signature, how wide it is shown. */
export type SignatureImage = { readonly png: Uint8Array; readonly millimetres: number };

/** What is to be seen of one signature. `organisation`: the school; `signedAt`: ISO 8601 with the offset of Viet Nam. Without an image text alone is shown. */
export type SignatureAppearance = {
  readonly role: PdfRole;
  readonly signer: string;
  readonly organisation: string;
  readonly signedAt: string;
  readonly training: boolean;
  readonly image: SignatureImage | null;
};

/** What a signature is made with, beside the key. `chain`: the authorities above the certificate, DER. */
export type PdfKey = { readonly certificate: Uint8Array; readonly chain: readonly Uint8Array[]; readonly algorithm: SignatureAlgorithm };

/**
 * A signature about to be made: the token signs `toBeSigned` (the signed attributes). `bytes`: the document with the update, whose `hole` (place and length of hexadecimal digits) is still empty. Plain
 * data, so it may cross threads.
 */
export type PdfDraft = PdfKey & { readonly toBeSigned: Uint8Array; readonly bytes: Uint8Array; readonly hole: { readonly at: number; readonly length: number } };

/**
 * PAdES signatures (ETSI EN 319 142-1, baseline B) in the PDF of a record: each an incremental update that leaves every byte before it as it was, so that earlier signatures stay valid.
 * Errors: OfficeError signing.pdf-form for a document that is not ours, signing.out-of-order for a field that is signed.
 */
export type PdfSigner = {
  /** The printed record with a signature field at each place the printer marked. The same print gives the same bytes. */
  prepare(printed: Uint8Array): Promise<Uint8Array>;
  /** `appearance`: a PDF of one page, drawn into the field. `signingTime`: ISO 8601 with offset, written as the signature's M. */
  draft(input: PdfKey & { readonly document: Uint8Array; readonly role: PdfRole; readonly appearance: Uint8Array; readonly signingTime: string }): Promise<PdfDraft>;
  /** The signed document. `signatureValue` as TokenSession.sign gives it. */
  finish(draft: Omit<PdfDraft, 'toBeSigned'>, signatureValue: Uint8Array): Uint8Array;
  /** What a timestamp over each signature of a signed document is over: the values in their CMS, in the order of signing. */
  stampedValues(document: Uint8Array): readonly Uint8Array[];
};
