import type { Repositories } from '../ports/database.ts';
import type { TimestampForms } from '../ports/trust.ts';

/**
 * The signed PDF of a version as it leaves the school: as it was signed, with the timestamp that was kept beside the school's signature put into the room which the signature reserved for it. Null where
 * nobody signed it. Throws OfficeError database.damaged.
 */
export async function signedPdfFile(forms: Pick<TimestampForms, 'imprintOf' | 'addPdfTimestamp' | 'pdfStampedValues'>, { signedPdfs, trust }: Pick<Repositories, 'signedPdfs' | 'trust'>, versionId: string): Promise<Uint8Array | null> {
  const document = await signedPdfs.document(versionId);
  const [seal] = document === null ? [] : await signedPdfs.sealed([versionId]);
  if (document === null || seal === undefined) return document;
  const value = seal.value ?? forms.pdfStampedValues(document).at(-1);
  const [kept] = value === undefined ? [] : await trust.timestamps([forms.imprintOf(value)]);
  // Where the room is too small, the timestamp stays beside it.
  return kept === undefined ? document : (forms.addPdfTimestamp(document, kept.token) ?? document);
}
