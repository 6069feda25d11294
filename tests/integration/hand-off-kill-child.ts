import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gradebookFormat } from '#core/records/gradebook-format.ts';
import { slotOf } from '#core/records/record-format.ts';
import { secondaryFormat } from '#core/records/secondary-format.ts';
import { handOffWork } from '#main/compose-hand-off-work.ts';
import { signatureWorkParts } from '#main/compose-signature-work.ts';
import { createHandOffJournal } from '#main/db/hand-off-journal.ts';
import { createPackageBench } from '#main/exchange/hand-off-bench.ts';
import { createPackageKeys } from '#main/exchange/hand-off-keys.ts';
import { createNodeSpawner } from '#main/hosts/node-spawner.ts';
import { createJobBoard } from '#main/office/create-job-board.ts';
import { doorTrustPlace } from '#main/office/hand-off/door-trust.ts';
import { openPackage } from '#main/office/hand-off/open-package.ts';
import { signPackage } from '#main/office/hand-off/sign-package.ts';
import { createSigningDesk } from '#main/office/signing/signing-desk.ts';
import { createSignerAssessor } from '#main/office/trust/signer-assessor.ts';
import { createBatchFiles } from '#main/signing/batch/batch-files.ts';
import { createSignatureWorkers } from '#main/signing/batch/signature-workers.ts';
import { createTokenService } from '#main/signing/token/token-service.ts';
import { createTrustChecks } from '#main/signing/trust/trust-checks.ts';
import { createVerifier } from '#main/signing/verifier/verifier.ts';
import { systemClock } from '#main/system-clock.ts';

/** What the parent wants: a package opened and signed on, as after any kill. `secret`: base64, what a token would unwrap. */
export type DoorOrder = { readonly folder: string; readonly packagePath: string; readonly secret: string; readonly modulePath: string; readonly tokenSerial: string; readonly certificateDigest: string; readonly authority: string; readonly childEntry: string };

const order = JSON.parse(process.env['HOCBA_DOOR'] ?? '') as DoorOrder;
const clock = systemClock();
let lastId = 0;
const ids = { next: () => `${process.pid}-${(lastId += 1)}` };
const roots = { roots: [], intermediates: [], practiceRoots: [new Uint8Array(Buffer.from(order.authority, 'base64'))] };
const anchors = () => Promise.resolve(roots);
const verifier = createVerifier();
const checks = createTrustChecks(() => Date.now());
const journal = createHandOffJournal(join(order.folder, 'nhat-ky.sqlite'));
const jobs = createJobBoard({ clock, ids, log: () => undefined, progressed: () => undefined });
const desk = createSigningDesk({
  jobs,
  clock,
  ids,
  log: (line) => process.stderr.write(`${line}\n`),
  tokens: createTokenService({
    spawner: createNodeSpawner({ entryFile: order.childEntry, execArgv: ['--no-warnings'] }),
    knownDrivers: [],
    platform: { name: process.platform, environment: process.env },
    describeCertificate: (der) => verifier.describeCertificate(der),
    environment: () => ({}),
  }),
  openWorkers: createSignatureWorkers({ ...signatureWorkParts(), code: null }).open,
  anchors,
  files: createBatchFiles(() => order.folder),
});
const told = {
  ...journal,
  async addSignatures(packageId: string, made: Parameters<typeof journal.addSignatures>[1]) {
    await journal.addSignatures(packageId, made);
    // Durable now: whatever happens from here on, these must be there.
    for (const { uuid } of made) process.stdout.write(`signed ${uuid}\n`);
  },
};
const bench = createPackageBench({ code: null, work: handOffWork() });
const opened = await openPackage({ bench, keys: createPackageKeys(), journal, anchors, clock }, { name: 'goi', bytes: new Uint8Array(readFileSync(order.packagePath)) }, { kind: 'secret', secret: new Uint8Array(Buffer.from(order.secret, 'base64')) });
const assessor = createSignerAssessor({ checks, clock, place: () => doorTrustPlace({ checks, shipped: roots, practiceRoots: () => roots.practiceRoots, journal, openSchool: () => null }, true) });
const { jobId } = await signPackage(
  { desk, journal: told, assessor, verifier, clock, ids, carriedSlot: (kind, role, region) => (kind === 'record' ? slotOf(secondaryFormat, role, region) : slotOf(gradebookFormat, role, '')) },
  opened,
  { review: 'unread', read: 0, key: { module: { id: 'proxy', name: 'proxy', path: order.modulePath, source: 'by-hand' }, tokenSerial: order.tokenSerial, certificateDigest: order.certificateDigest }, pin: '12345678', lastTryConfirmed: false, changed: () => undefined },
);
process.stdout.write('begun\n');
const job = await jobs.ended(jobId);
process.stdout.write(`ended ${job.state} ${job.error?.code ?? ''}\n`);
await journal.close();
process.exit(0);
