import { OfficeError } from '#core/contract/errors.ts';
import { formatDay } from '#core/text/common.ts';
import { foldAccents } from '#core/text/names.ts';
import type { JobProgress } from '../job-board.ts';
import type { IdSource } from '../ports/clock.ts';
import type { Actor, OfficeDatabase } from '../ports/database.ts';
import type { RecordPrinter } from '../ports/documents.ts';
import type { BundleFile, BundleWriter } from '../ports/exchange.ts';
import type { BundleSealer } from '../ports/signing.ts';
import type { TrustAnchors, Verifier } from '../ports/verifier.ts';
import { printable, recordDocument, recordsOfClass, type AssembleParts } from '../records/stored-records.ts';
import { yearOfClass } from '../school/class-year.ts';
import { withSchoolSeal, type SealChoice, type SealParts } from './school-seal.ts';

export type ExportParts = SealParts &
  AssembleParts & {
    readonly printer: RecordPrinter;
    readonly sealer: BundleSealer;
    readonly bundles: BundleWriter;
    readonly verifier: Verifier;
    readonly anchors: () => Promise<TrustAnchors>;
    readonly ids: IdSource;
  };

export type ExportInput = { readonly classId: string; readonly className: string; readonly folder: string; readonly seal: SealChoice; readonly actor: Actor };

/**
 * Writes the class's issued records and their papers as one ASiC-E container sealed by the school, reads it back from the medium and has the verifier look
 * at what is really there. Errors: exchange.nothing-to-send, exchange.destination-*, exchange.read-back-failed, token.*, signing.*.
 */
export async function exportClass(parts: ExportParts, database: OfficeDatabase, input: ExportInput, progress: JobProgress): Promise<void> {
  const { records, certificates, head, school, year } = await database.read(async (repositories) => ({
    records: (await recordsOfClass(repositories, input.classId)).filter(({ signatures }) => signatures.some(({ role }) => role === 'school')),
    certificates: await repositories.exchange.certificates(),
    head: await repositories.audit.head(),
    school: await repositories.school.school(),
    year: await yearOfClass(repositories, input.classId),
  }));
  if (records.length === 0 || school === null) throw new OfficeError('exchange.nothing-to-send');
  const total = records.length * 2 + 2;
  const files: BundleFile[] = [];
  for (const [index, record] of records.entries()) {
    progress.checkCancelled();
    const item = printable(parts, record, certificates);
    progress.report(index, total, item.data.pupil.fullName);
    const name = `hoc-ba/${String(index + 1).padStart(2, '0')}-${foldAccents(item.data.pupil.fullName).replace(/[^a-z0-9]+/gu, '-')}`;
    files.push({ name: `${name}.xml`, bytes: recordDocument(parts, record), mimeType: 'application/xml' });
    files.push({ name: `${name}.pdf`, bytes: await parts.printer.print([item]), mimeType: 'application/pdf' });
  }
  const writtenAt = parts.clock.now();
  const note = [
    ...(school.training ? ['LUYỆN TẬP - KHÔNG CÓ GIÁ TRỊ'] : []),
    `Học bạ số lớp ${input.className}, năm học ${year.name}`,
    `${school.name} (${school.code})`,
    `Số học bạ: ${records.length}`,
    `Ngày xuất: ${formatDay(writtenAt)}`,
    // Whoever keeps two bundles can prove that nothing was taken out of the log between them.
    `Nhật ký (SHA-256): ${head}`,
    '',
  ].join('\n');
  files.push({ name: 'goi-hoc-ba.txt', bytes: new Uint8Array(Buffer.from(note, 'utf8')), mimeType: 'text/plain' });

  progress.report(total - 2, total, school.name);
  const signature = await withSchoolSeal(parts, database, input.actor, input.seal, (session) =>
    parts.sealer.seal({ files: parts.bundles.digest(files), certificate: session.certificate.der, chain: session.certificate.chain, algorithm: session.algorithm, signingTime: writtenAt, sign: (data) => session.sign(data) }),
  );
  const fileName = `${school.training ? 'LUYEN-TAP-' : ''}hoc-ba-${foldAccents(input.className).toUpperCase().replace(/[^A-Z0-9]+/gu, '-')}-${year.name}-${writtenAt.slice(0, 10)}.asice`;
  const written = await parts.bundles.write({ folder: input.folder, fileName, files, signature });
  progress.report(total - 1, total, fileName);
  const report = await parts.verifier.checkFile({ name: fileName, bytes: written.bytes, anchors: await parts.anchors(), at: parts.clock.now() });
  if (report.verdict === 'invalid' || report.verdict === 'unsupported' || report.verdict === 'unsigned') throw new OfficeError('exchange.read-back-failed', { path: written.path });
  await database.write(input.actor, async ({ exchange }) => {
    await exchange.addExport({ id: parts.ids.next(), classId: input.classId, fileName, path: written.path, bytes: written.bytes.length, records: records.length, digest: written.digest, writtenAt, writtenBy: input.actor.userName, auditHead: head, verdict: report.verdict });
    return { value: undefined, audit: { action: 'exchange.exported', detail: { fileName, records: records.length, digest: written.digest, auditHead: head } } };
  });
  progress.report(total, total, fileName);
}
