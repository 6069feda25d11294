// How busy a batch keeps the token, how near it comes to a bare loop over the same key, and whether the page stays smooth. Part of npm run bench. Needs SoftHSM and gcc.
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { benchSigningPage } from './bench-signing-page.mjs';
import { slotOf } from '../core/records/record-format.ts';
import { secondaryFormat } from '../core/records/secondary-format.ts';
import { openOfficeDatabase } from '../main/db/office-database.ts';
import { createJobBoard } from '../main/office/create-job-board.ts';
import { createSigningDesk } from '../main/office/signing/signing-desk.ts';
import { typedPin } from '../main/office/signing/typed-pin.ts';
import { signatureWorkParts } from '../main/compose-signature-work.ts';
import { createBatchFiles } from '../main/signing/batch/batch-files.ts';
import { createSignatureWorkers } from '../main/signing/batch/signature-workers.ts';
import { systemClock } from '../main/system-clock.ts';
import { openFaultyTokens, softHsmPath } from '../tests/integration/signing-parts.ts';
import { recordBatchRun } from '../tests/support/record-batch-run.ts';
import { makeRecordsToSign, recordPrincipal } from '../tests/support/records-to-sign.ts';

const pin = '12345678';

export async function benchSigning() {
  if (softHsmPath === undefined) return console.log('signing: SoftHSM is not installed (apt-get install softhsm2), nothing was measured');
  const folder = mkdtempSync(join(tmpdir(), 'hocba-bench-'));
  for (const key of ['rsa-2048', 'p256']) {
    const tokens = await openFaultyTokens(join(folder, key), { holders: [{ ...recordPrincipal, key }] });
    const [certificate] = (await tokens.service.listCertificates([tokens.tokens.module])).certificates;
    const place = { folder: join(folder, key), tokens, certificate };
    if (key === 'rsa-2048') {
      for (const [delay, records] of [
        [20, 250],
        [50, 120],
      ]) {
        tokens.proxy.set({ delays: { C_Sign: delay } });
        const { wall, busy, longest } = await batch(place, `${delay}ms`, records, tokens.tokens.module.path);
        console.log(`token at work : the whole of the time, at ${delay} ms a signature through the fault proxy (${records} records) = ${(busy / wall).toFixed(3)} (${busy.toFixed(0)} ms : ${wall.toFixed(0)} ms; longest turn of the office's thread meanwhile ${longest.toFixed(0)} ms)`);
      }
      tokens.proxy.set({});
    }
    const records = 3000;
    // Before and after, because nobody knows what else the machine does.
    const before = bareLoop(tokens.tokens.environment, certificate, key, records / 2);
    const { wall, busy, longest, alike, work, refused } = await batch(place, 'softhsm', records, softHsmPath);
    const bare = before + bareLoop(tokens.tokens.environment, certificate, key, records / 2);
    console.log(`sign ${records} records with SoftHSM, ${key}, checked and durable : a bare loop of C_SignInit and C_Sign over the same key = ${(bare / wall).toFixed(2)} of its rate (${((records / wall) * 1000).toFixed(0)}/s : ${((records / bare) * 1000).toFixed(0)}/s; token at work ${((busy / wall) * 100).toFixed(0)} % of the time, longest turn of the office's thread ${longest.toFixed(0)} ms)`);
    console.log(`  of these ${alike} proven by likeness, the others read by the whole verifier before they counted; of all, read by it once more afterwards, ${refused} refused; a record costs ${(busy / records).toFixed(2)} ms in the token (the bare loop's: ${(bare / records).toFixed(2)} ms) and ${(work / records).toFixed(2)} ms of this program's own threads, on ${availableParallelism()} cores`);
  }
  rmSync(folder, { recursive: true, force: true });
  await benchSigningPage(softHsmPath);
}

/** One batch with threads, token process, verifier, and a database on disk, as the office runs it. From the login to the last commit, in milliseconds. */
async function batch({ folder, tokens, certificate }, name, records, modulePath) {
  const path = join(folder, `${name}.sqlite`);
  const choice = { id: name, tokenSerial: certificate.tokenSerial, certificateDigest: certificate.facts.digest };
  makeRecordsToSign(path, records, choice);
  const clock = systemClock();
  const database = await openOfficeDatabase(path, clock, {});
  const ids = { next: () => randomBytes(8).toString('hex') };
  const jobs = createJobBoard({ clock, ids, log: console.error, progressed: () => undefined });
  const workers = createSignatureWorkers({ ...signatureWorkParts(), code: new URL('../main/compose-signing-thread.ts', import.meta.url) });
  const anchors = { roots: [], intermediates: [], practiceRoots: [tokens.tokens.caCertificate] };
  let alike = 0;
  const openWorkers = (anchors) => {
    const opened = workers.open(anchors);
    return {
      ...opened,
      async finish(requests) {
        const results = await opened.finish(requests);
        alike += results.filter((result) => result.ok && result.value.alike).length;
        return results;
      },
    };
  };
  const desk = createSigningDesk({ jobs, clock, ids, log: console.error, tokens: tokens.service, openWorkers, anchors: () => Promise.resolve(anchors), files: createBatchFiles(() => folder) });
  // Warm, as after the checks before signing.
  await workers.open(anchors).ready;
  const run = await recordBatchRun(database, clock, name);
  let [from, until, busy, began, work] = [0, 0, 0, undefined, 0];
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const jobId = desk.run({
    ...run,
    batchId: name,
    journal: {
      ...run.journal,
      async ended(state, worked) {
        until = performance.now();
        const { user, system } = process.cpuUsage(began);
        work = (user + system) / 1000;
        busy = worked;
        await run.journal.ended(state, worked);
      },
    },
    key: { module: { id: 'm', name: 'm', path: modulePath, source: 'by-hand' }, tokenSerial: choice.tokenSerial, certificateDigest: choice.certificateDigest },
    pin: typedPin(pin),
    lastTryConfirmed: false,
    form: { canonicalization: 'exclusive', rsaScheme: null },
    userId: null,
    admit() {
      from = performance.now();
      began = process.cpuUsage();
      delay.enable();
      return Promise.resolve(null);
    },
    changed: () => undefined,
  });
  const { state, error } = await jobs.ended(jobId);
  delay.disable();
  await workers.close();
  const refused = await refusedAfterwards(database, name, anchors);
  await database.close();
  if (state !== 'done') throw new Error(`the batch ended as ${state}: ${error?.code}`);
  return { wall: until - from, busy, longest: delay.max / 1e6, alike, work, refused };
}

/** How many of the batch's records the whole verifier does not find as sound as training records can be. */
async function refusedAfterwards(database, batchId, anchors) {
  const { signer, checks } = signatureWorkParts();
  const at = systemClock().now();
  const { items } = await database.read(({ batches }) => batches.get(batchId));
  let refused = 0;
  for (const { itemId } of items) {
    const { data, signatures } = await database.read(async ({ records }) => ({ data: (await records.version(itemId)).data, signatures: await records.signatures([itemId]) }));
    const bytes = signer.assemble(data, signatures.map(({ role, region, fragment }) => ({ slot: slotOf(secondaryFormat, role, region), fragment })));
    const report = await checks.record({ name: itemId, bytes, anchors, at });
    if (report.signatures.length !== 1 || report.signatures[0].verdict !== 'practice') refused += 1;
  }
  return refused;
}

/** Milliseconds of as many signatures with nothing around them, in this very process. */
function bareLoop(environment, certificate, key, count) {
  process.env['SOFTHSM2_CONF'] = environment['SOFTHSM2_CONF'];
  const pkcs11js = createRequire(import.meta.url)('pkcs11js');
  const library = new pkcs11js.PKCS11();
  library.load(softHsmPath);
  library.C_Initialize();
  const slot = library.C_GetSlotList(true).find((each) => library.C_GetTokenInfo(each).serialNumber.trim() === certificate.tokenSerial);
  const session = library.C_OpenSession(slot, pkcs11js.CKF_SERIAL_SESSION);
  library.C_Login(session, pkcs11js.CKU_USER, pin);
  library.C_FindObjectsInit(session, [{ type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_PRIVATE_KEY }]);
  const [handle] = library.C_FindObjects(session, 1);
  library.C_FindObjectsFinal(session);
  const digest = createHash('sha256').update('x').digest();
  const [mechanism, data] = key === 'p256' ? [pkcs11js.CKM_ECDSA, digest] : [pkcs11js.CKM_RSA_PKCS, Buffer.concat([Buffer.from('3031300d060960864801650304020105000420', 'hex'), digest])];
  const sign = () => {
    library.C_SignInit(session, { mechanism }, handle);
    library.C_Sign(session, data, Buffer.alloc(512));
  };
  for (let round = 0; round < 50; round += 1) sign();
  const from = performance.now();
  for (let round = 0; round < count; round += 1) sign();
  const took = performance.now() - from;
  library.C_Finalize();
  library.close();
  return took;
}
