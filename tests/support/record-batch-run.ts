import { OfficeError } from '#core/contract/errors.ts';
import { slotOf } from '#core/records/record-format.ts';
import { secondaryFormat } from '#core/records/secondary-format.ts';
import type { Clock } from '#main/office/ports/clock.ts';
import type { OfficeDatabase } from '#main/office/ports/database.ts';
import type { BatchJournal, SignableItem } from '#main/office/ports/signing-batch.ts';
import { createPrintThread } from '#main/documents/printing/print-thread.ts';
import { createRecordPrinter } from '#main/documents/record-pdf/record-printer.ts';
import type { SlotRole } from '#main/office/ports/signing.ts';
import { pdfItem, storePdf } from '#main/office/signed-pdfs/signable-pdfs.ts';
import { createRecordSigner } from '#main/signing/xml/record-signer.ts';
import { createBatchJournal } from '#main/office/signing/batch-journal.ts';

const role = 'principal';
const signer = 'Hiệu trưởng';

/** The same of a batch of PDFs. Printed in this thread, with the fonts of the repository. */
export async function pdfBatchRun(database: OfficeDatabase, clock: Clock, batchId: string, resourcesFolder: string): ReturnType<typeof recordBatchRun> {
  const found = await database.read(({ batches }) => batches.get(batchId));
  if (found === null) throw new Error('no batch');
  const parts = { signer: createRecordSigner(), slotOf: (slotRole: SlotRole, region: string) => slotOf(secondaryFormat, slotRole, region), printer: createRecordPrinter(createPrintThread({ worker: null, resourcesFolder })) };
  const waiting = found.items.filter(({ state }) => state === 'waiting').map(({ itemId }) => itemId.slice('pdf:'.length));
  const versions = await database.read(async ({ records }) => Promise.all(waiting.map((id) => records.version(id))));
  const items = versions.flatMap((version) => (version === null ? [] : [pdfItem(parts, database, version, role)]));
  const { certificateDigest } = found.batch;
  const journal = createBatchJournal({ database, actor: { userId: null, userName: signer }, clock, batchId, role, certificateDigest, store: (repositories, made) => storePdf(repositories, made, { role, certificateDigest, signer }) });
  return { items, journal, signedBefore: found.items.length - waiting.length, total: found.items.length };
}

/** What is left of a batch that `makeRecordsToSign` made, as the office would sign it: its items, and its journal in the database. */
export async function recordBatchRun(database: OfficeDatabase, clock: Clock, batchId: string): Promise<{ readonly items: readonly SignableItem[]; readonly journal: BatchJournal; readonly signedBefore: number; readonly total: number }> {
  const found = await database.read(({ batches }) => batches.get(batchId));
  if (found === null) throw new Error('no batch');
  const waiting = found.items.filter(({ state }) => state === 'waiting').map(({ itemId }) => itemId);
  const slot = slotOf(secondaryFormat, role, '');
  const items = waiting.map(
    (id): SignableItem => ({
      id,
      kind: 'record',
      document: id,
      name: id,
      label: id,
      slot,
      signerPersonalId: '014070005678',
      load: () =>
        database.read(async ({ records }) => {
          const version = await records.version(id);
          if (version === null || (await records.signatures([id])).length > 0) return new OfficeError('signing.item-signed');
          return { data: version.data, signatures: [] };
        }),
    }),
  );
  const { certificateDigest } = found.batch;
  const journal = createBatchJournal({
    database,
    actor: { userId: null, userName: signer },
    clock,
    batchId,
    role,
    certificateDigest,
    store: ({ records }, { item, ...made }) => records.addSignature({ versionId: item.id, role, region: '', order: made.order, fragment: made.fragment, documentDigest: made.documentDigest, certificateDigest, signer, signedAt: made.signingTime, batchId }),
  });
  return { items, journal, signedBefore: found.items.length - waiting.length, total: found.items.length };
}
