import { OfficeError } from '#core/contract/errors.ts';
import type { PdfRoleCounts, PdfState } from '#core/contract/signed-pdfs.ts';
import type { OfficeDatabase, Repositories } from '../ports/database.ts';
import type { PrintableRecord, RecordPrinter } from '../ports/documents.ts';
import type { Clock } from '../ports/clock.ts';
import type { PdfRole, PdfSigner, SignatureAppearance } from '../ports/pdf-signing.ts';
import type { StoredPdfSignature } from '../ports/signed-pdf-repository.ts';
import type { SignatureSlot } from '../ports/signing.ts';
import type { DocumentToSign, SignableItem } from '../ports/signing-batch.ts';
import { printable, recordsOfClass, type AssembleParts, type StoredRecord } from '../records/stored-records.ts';

export type PdfItemsParts = AssembleParts & { readonly printer: Pick<RecordPrinter, 'printToSign' | 'printAppearance'>; readonly pdfSigner: PdfSigner; readonly clock: Clock };

/** A record's PDF as it stands, for one role. */
export type PdfOfRecord = { readonly record: StoredRecord; readonly signatures: readonly StoredPdfSignature[]; readonly state: PdfState };

/** A PDF that is about to be signed: the file as it stands, and the drawn appearance, which names the moment of signing. */
export type PdfToSign = DocumentToSign & { readonly appearance: Uint8Array; readonly signingTime: string };

/** The principal signs first; both come after the record itself is signed by both (issued). */
export function pdfState(input: { readonly role: PdfRole; readonly recordSigned: ReadonlySet<string>; readonly pdfSigned: ReadonlySet<PdfRole>; readonly outdated: boolean }): PdfState {
  const { role, recordSigned, pdfSigned } = input;
  if (pdfSigned.has(role)) return 'signed';
  if (input.outdated) return 'outdated';
  if (!recordSigned.has('principal') || !recordSigned.has('school')) return 'record-not-issued';
  return role === 'school' && !pdfSigned.has('principal') ? 'waiting' : 'ready';
}

/** The PDFs of a class's records, in class order, as one role sees them. */
export async function pdfsOfClass(repositories: Repositories, classId: string, role: PdfRole, outdated: ReadonlySet<string>): Promise<readonly PdfOfRecord[]> {
  const records = await recordsOfClass(repositories, classId);
  const signatures = await repositories.signedPdfs.signatures(records.map(({ version }) => version.id));
  return records.map((record) => {
    const own = signatures.filter(({ versionId }) => versionId === record.version.id);
    const recordSigned = new Set<string>(record.signatures.map((signature) => signature.role));
    return { record, signatures: own, state: pdfState({ role, recordSigned, pdfSigned: new Set(own.map((signature) => signature.role)), outdated: outdated.has(record.version.id) }) };
  });
}

export function countPdfs(pdfs: readonly PdfOfRecord[]): Omit<PdfRoleCounts, 'mayActAs' | 'withImage'> {
  const count = (state: PdfState) => pdfs.filter((pdf) => pdf.state === state).length;
  return { ready: count('ready'), signed: count('signed'), recordNotIssued: count('record-not-issued'), waiting: count('waiting'), outdated: count('outdated') };
}

/** Fields of the PDF, named as signature slots are. */
const slots: Readonly<Record<PdfRole, SignatureSlot>> = {
  principal: { role: 'principal', path: 'HieuTruong', references: 'PDF', propertyId: 'HieuTruong' },
  school: { role: 'school', path: 'NhaTruong', references: 'PDF', propertyId: 'NhaTruong' },
};

/** One PDF as an item of a batch. What it holds is read and printed when its turn comes. */
export function pdfItem(parts: PdfItemsParts, database: OfficeDatabase, { record, signatures }: PdfOfRecord, role: PdfRole, label: string): SignableItem {
  const { version } = record;
  return {
    id: version.id,
    kind: 'record',
    document: version.id,
    name: version.uuid,
    label,
    slot: slots[role],
    signerPersonalId: null,
    async load(): Promise<PdfToSign | OfficeError> {
      const found = await database.read(async (repositories) => {
        const current = await repositories.records.current(version.recordId);
        const now = await repositories.signedPdfs.signatures([version.id]);
        if (current?.id !== version.id || now.length !== signatures.length) return null;
        const item = printable(parts, record, await repositories.exchange.certificates());
        return { item, document: await repositories.signedPdfs.document(version.id), image: await imageFor(repositories, item, role) };
      });
      // Issued anew or signed elsewhere since the list was made.
      if (found === null) return new OfficeError('signing.out-of-order', { slot: slots[role].path });
      const data = found.document ?? (await parts.pdfSigner.prepare(await parts.printer.printToSign(found.item)));
      const signingTime = vietnamTime(parts.clock.now());
      const appearance = await parts.printer.printAppearance(appearanceOf(found.item, role, signingTime, found.image));
      return { data, signatures: signatures.map((signature) => ({ slot: slots[signature.role], fragment: '' })), appearance, signingTime };
    },
  };
}

/** NĐ 30/2020/NĐ-CP: the time of signing is written in the zone of Viet Nam (ISO 8601), whatever the PC's is. */
function vietnamTime(moment: string): string {
  return `${new Date(Date.parse(moment) + 7 * 3_600_000).toISOString().slice(0, 19)}+07:00`;
}

/** The picture in force of whoever the record names: of another principal's record, that principal's. */
async function imageFor({ signedPdfs }: Repositories, { data }: PrintableRecord, role: PdfRole): Promise<SignatureAppearance['image']> {
  return role === 'principal' ? signedPdfs.image('person', data.issue.principalName) : signedPdfs.image('organisation', data.school.name);
}

function appearanceOf({ data, training }: PrintableRecord, role: PdfRole, signedAt: string, image: SignatureAppearance['image']): SignatureAppearance {
  return { role, signer: data.issue.principalName, organisation: data.school.name, signedAt, training, image: image === null ? null : { png: image.png, millimetres: image.millimetres } };
}
