import type { RuleLibrary } from '#core/rules/rule-library.ts';
import { createNodeSpawner } from '#main/hosts/node-spawner.ts';
import { createJobBoard } from '#main/office/create-job-board.ts';
import { createSigningDesk } from '#main/office/signing/signing-desk.ts';
import { openOfficeDatabase } from '#main/db/office-database.ts';
import { createBatchFiles } from '#main/signing/batch/batch-files.ts';
import { createSignatureWorkers } from '#main/signing/batch/signature-workers.ts';
import { createTokenService } from '#main/signing/token/token-service.ts';
import { signatureWorkParts } from '#main/compose-signature-work.ts';
import { systemClock } from '#main/system-clock.ts';
import { pdfBatchRun, recordBatchRun } from '#tests/support/record-batch-run.ts';
import { createVerifier } from '#main/signing/verifier/verifier.ts';
import { typedPin } from '#main/office/signing/typed-pin.ts';

/** What the parent wants: a batch in a database, to be resumed as after any kill. */
export type CampaignOrder = {
  readonly path: string;
  readonly folder: string;
  readonly batchId: string;
  /** Records or their PDFs. */
  readonly kind: 'record' | 'pdf';
  /** Where the fonts are. */
  readonly resourcesFolder: string;
  readonly modulePath: string;
  readonly tokenSerial: string;
  readonly certificateDigest: string;
  readonly authority: string;
  readonly childEntry: string;
};

const order = JSON.parse(process.env['HOCBA_CAMPAIGN'] ?? '') as CampaignOrder;
const clock = systemClock();
let lastId = 0;
const ids = { next: () => `${process.pid}-${(lastId += 1)}` };
// No rules are read: what a record says was decided when it was made.
const database = await openOfficeDatabase(order.path, clock, {} as RuleLibrary);
const verifier = createVerifier();
const { items, journal, signedBefore, total } = await (order.kind === 'pdf' ? pdfBatchRun(database, clock, order.batchId, order.resourcesFolder) : recordBatchRun(database, clock, order.batchId));
const jobs = createJobBoard({ clock, ids, log: () => undefined, progressed: () => undefined });
const desk = createSigningDesk({
  jobs,
  clock,
  ids,
  log: (line) => process.stderr.write(`${line}\n`),
  tokens: createTokenService({
    spawner: createNodeSpawner({ entryFile: order.childEntry }),
    knownDrivers: [],
    platform: { name: process.platform, environment: process.env },
    describeCertificate: (der) => verifier.describeCertificate(der),
    environment: () => ({}),
  }),
  openWorkers: createSignatureWorkers({ ...signatureWorkParts(), code: null }).open,
  anchors: () => Promise.resolve({ roots: [], intermediates: [], practiceRoots: [new Uint8Array(Buffer.from(order.authority, 'base64'))] }),
  files: createBatchFiles(() => order.folder),
});
const jobId = desk.run({
  batchId: order.batchId,
  items,
  signedBefore,
  total,
  journal: {
    ...journal,
    async signed(made) {
      await journal.signed(made);
      // Durable now: whatever happens from here on, these must be there. One write each, so that a kill leaves whole lines.
      for (const { item } of made) process.stdout.write(`signed ${item.id}\n`);
    },
  },
  key: { module: { id: 'proxy', name: 'proxy', path: order.modulePath, source: 'by-hand' }, tokenSerial: order.tokenSerial, certificateDigest: order.certificateDigest },
  pin: typedPin('12345678'),
  lastTryConfirmed: false,
  form: { canonicalization: 'exclusive', rsaScheme: null },
  userId: null,
  admit: () => Promise.resolve(null),
  changed: () => undefined,
});
process.stdout.write('begun\n');
const job = await jobs.ended(jobId);
process.stdout.write(`ended ${job.state} ${job.error?.code ?? ''}\n`);
await database.close();
process.exit(0);
