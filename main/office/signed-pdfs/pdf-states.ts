import type { PdfRoleCounts, PdfState } from '#core/contract/signed-pdfs.ts';
import type { Repositories } from '../ports/database.ts';
import type { PdfRole } from '../ports/pdf-signing.ts';
import type { StoredSignature, StoredVersion } from '../ports/record-repository.ts';
import type { StoredPdfSignature } from '../ports/signed-pdf-repository.ts';

/** A record's PDF as it stands: the current version, its own signatures, and those of the PDF. */
export type PdfOfRecord = { readonly version: StoredVersion; readonly recordSignatures: readonly StoredSignature[]; readonly signatures: readonly StoredPdfSignature[] };

/** The principal signs first; both come after the record itself is signed by both (issued). */
export function pdfState({ recordSignatures, signatures }: Pick<PdfOfRecord, 'recordSignatures' | 'signatures'>, role: PdfRole, outdated: boolean): PdfState {
  const signed = (by: PdfRole) => signatures.some((signature) => signature.role === by);
  const recordSigned = (by: PdfRole) => recordSignatures.some((signature) => signature.role === by);
  if (signed(role)) return 'signed';
  if (outdated) return 'outdated';
  if (!recordSigned('principal') || !recordSigned('school')) return 'record-not-issued';
  return role === 'school' && !signed('principal') ? 'waiting' : 'ready';
}

/** The PDFs of a class's current records, in class order. */
export async function pdfsOfClass({ records, signedPdfs }: Pick<Repositories, 'records' | 'signedPdfs'>, classId: string): Promise<readonly PdfOfRecord[]> {
  const versions = await records.currentOfClass(classId);
  const ids = versions.map(({ id }) => id);
  const recordSignatures = await records.signatures(ids);
  const signatures = await signedPdfs.signatures(ids);
  return versions.map((version) => ({ version, recordSignatures: recordSignatures.filter(({ versionId }) => versionId === version.id), signatures: signatures.filter(({ versionId }) => versionId === version.id) }));
}

export function countPdfs(states: readonly PdfState[]): Omit<PdfRoleCounts, 'mayActAs' | 'withImage'> {
  const count = (state: PdfState) => states.filter((each) => each === state).length;
  return { ready: count('ready'), signed: count('signed'), recordNotIssued: count('record-not-issued'), waiting: count('waiting'), outdated: count('outdated') };
}
