import { createHash, createPrivateKey, createSign, randomUUID, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClassId, RecordId } from '#core/values/ids.ts';
import { slotOf } from '#core/records/record-format.ts';
import { secondaryFormat } from '#core/records/secondary-format.ts';
import { openOfficeDatabase } from '#main/db/office-database.ts';
import { createPrintThread } from '#main/documents/printing/print-thread.ts';
import { createRecordPrinter } from '#main/documents/record-pdf/record-printer.ts';
import { createRecordWriter } from '#main/documents/record-xml/record-writer.ts';
import { createBundlePacker } from '#main/exchange/bundle-packer.ts';
import { createMediaFinder } from '#main/exchange/media-finder.ts';
import { createFileWriter } from '#main/exchange/safe-file.ts';
import { createJobBoard } from '#main/office/create-job-board.ts';
import { bundleContents } from '#main/office/exchange/bundle-contents.ts';
import { createDestinations } from '#main/office/exchange/destinations.ts';
import { exportBundle } from '#main/office/exchange/export-bundle.ts';
import type { PdfRole } from '#main/office/ports/pdf-signing.ts';
import type { ModuleChoice, SlotRole, TokenService, TokenSession } from '#main/office/ports/signing.ts';
import { anchorsOfSchool, schoolTrustPlace } from '#main/office/trust/school-trust.ts';
import { typedPin } from '#main/office/signing/typed-pin.ts';
import { createSignerAssessor } from '#main/office/trust/signer-assessor.ts';
import { createStampingSealer } from '#main/office/trust/stamping-sealer.ts';
import { loadRuleLibrary } from '#main/rules/load-rule-library.ts';
import { createPdfSigner } from '#main/signing/pdf/pdf-signer.ts';
import { addPdfTimestamp, pdfStampedValues } from '#main/signing/pdf/pdf-timestamp.ts';
import { createTrustChecks } from '#main/signing/trust/trust-checks.ts';
import { createVerifier } from '#main/signing/verifier/verifier.ts';
import { createBundleSealer } from '#main/signing/xml/bundle-sealer.ts';
import { createRecordSigner } from '#main/signing/xml/record-signer.ts';
import { addSignatureTimeStamp, imprintOf, stampedValues } from '#main/signing/xml/signature-timestamp.ts';
import { openssl } from '#tests/support/openssl-judge.ts';
import { addSchoolSignature, openRealSchool, putSignedRecord } from '#tests/support/real-school.ts';
import { buildRecordData, sampleSignatures } from '#tests/support/record-builder.ts';
import { openTestPki, opensslMissing, type PkiEntry, type TestPki } from '#tests/support/test-pki.ts';
import { judge } from './signing-parts.ts';

const resourcesFolder = fileURLToPath(new URL('../../resources', import.meta.url));
const minute = 60_000;
const day = 1440 * minute;
const started = Date.now();
const after = (milliseconds: number) => new Date(started + milliseconds);
const data = buildRecordData({ issue: { ...buildRecordData().issue, principalPersonalId: '079170005678' } });
const signer = createPdfSigner();
let pki: TestPki;
let xml: Uint8Array;
let one: Uint8Array;
let two: Uint8Array;
let token: Uint8Array;

async function signed(document: Uint8Array, role: PdfRole, entry: PkiEntry, printer: ReturnType<typeof createRecordPrinter>): Promise<Uint8Array> {
  const signingTime = after(-minute).toISOString();
  const appearance = await printer.printAppearance({ role, signer: data.issue.principalName, organisation: data.school.name, signedAt: signingTime, training: false, image: null });
  const key = createPrivateKey(entry.keyPem);
  const draft = await signer.draft({ document, role, appearance, certificate: entry.der, chain: [], algorithm: key.asymmetricKeyType === 'ec' ? 'ecdsa-p256-sha256' : 'rsa-sha256', signingTime });
  return signer.finish(draft, createSign('sha256').update(draft.toBeSigned).sign({ key, dsaEncoding: 'ieee-p1363' }));
}

beforeAll(async () => {
  if (opensslMissing !== '') return;
  pki = await openTestPki();
  const printer = createRecordPrinter(createPrintThread({ worker: null, resourcesFolder }));
  xml = createRecordWriter({ resourcesFolder }).write(data);
  const prepared = await signer.prepare(await printer.printToSign({ data, version: 1, dataDigest: createRecordSigner().dataDigest(xml), signatures: sampleSignatures, training: false }));
  one = await signed(prepared, 'principal', pki.principal, printer);
  two = await signed(one, 'school', pki.school, printer);
  await printer.close();
  const answer = await createTrustChecks(() => Date.now()).timestamp({ address: `${pki.server.url}/tsa`, data: pdfStampedValues(two).at(-1) ?? new Uint8Array(), trusted: { roots: [pki.root.der], practiceRoots: [], intermediates: [] }, at: new Date().toISOString(), patience: 20_000 });
  if (answer.kind === 'none') throw new Error(answer.reason);
  ({ token } = answer);
}, 60_000);
afterAll(() => pki?.close());

describe.skipIf(opensslMissing !== '')(`timestamps in signed PDFs${opensslMissing}`, () => {
  test('a school adds it later to what was signed offline; the file that is given out carries it, the stored one stays as it was', async () => {
    const school = await openRealSchool();
    const signedAt = after(-minute).toISOString();
    const send = (name: string, bytes: Uint8Array) => school.office.receiveFile('window', { name, mimeType: 'application/octet-stream', bytes });
    const document = putSignedRecord(school.databaseFile, Buffer.from(xml).toString('utf8'), pki.principal, signedAt, data);
    addSchoolSignature(school.databaseFile, document, pki.school, signedAt);
    const file = new Database(school.databaseFile);
    file.pragma('foreign_keys = OFF');
    const row = file.prepare("INSERT INTO record_pdf (record_version_id, role, order_index, update_bytes, document_digest, certificate_digest, signer, signed_at, signature_value) VALUES ('v', ?, ?, ?, ?, 'c', ?, ?, NULL)");
    const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    row.run('principal', 1, deflateSync(one), digest(one), 'Trần Văn Bình', signedAt);
    row.run('school', 2, deflateSync(two.subarray(one.length)), digest(two), 'Trường', signedAt);
    await school.as('quantri');
    const anchors = send('goc.pem', new Uint8Array(Buffer.from(pki.root.pem + pki.issuing.pem)));
    for (const { digest: wanted } of (await school.call('trust.readAnchors', { file: anchors })).certificates) await school.call('trust.addAnchor', { file: anchors, digest: wanted, compared: wanted.slice(-8) });
    await school.call('trust.saveSettings', { askOnline: true, ocspAddress: '', crlAddress: '', timestampAddress: `${pki.server.url}/tsa` });
    const { digest: sealDigest, ...sealFacts } = createVerifier().describeCertificate(pki.school.der);
    file.prepare('INSERT INTO certificate (digest, der, facts, first_seen_at) VALUES (?, ?, ?, ?)').run(sealDigest, Buffer.from(pki.school.der), JSON.stringify({ digest: sealDigest, ...sealFacts }), signedAt);
    await school.ended((await school.call('trust.askNow', {})).jobId);
    await school.as('vanthu');
    const given = async () => {
      const answer = await school.call('records.pdf', { recordId: 'r' as RecordId });
      return { file: answer.file, bytes: Buffer.from(school.office.giveFile('window', answer.file)?.bytes ?? []) };
    };
    const before = await given();
    const stamping = await school.ended((await school.call('trust.stampClass', { classId: school.classId as ClassId })).jobId);
    const stamped = await given();
    const found = async (handle: typeof before.file) => (await school.call('verification.check', { file: handle })).file.signatures.map(({ role, findings }) => [role, findings.filter(({ code }) => code === 'timestamp').map(({ outcome }) => outcome)]);
    const [counted] = (await school.call('trust.stamps', {})).classes;
    const kept = file.prepare('SELECT count(*) FROM record_pdf').pluck().get();
    file.close();
    expect({
      before: before.bytes.equals(two),
      stamping: [stamping.state, stamping.done],
      counted: [counted?.signatures, counted?.stamped],
      carries: [stamped.bytes.length === two.length, addPdfTimestampAgain(stamped.bytes)],
      found: [await found(stamped.file), await found(send('cu.pdf', two))],
      kept,
    }).toEqual({
      before: true,
      stamping: ['done', 3],
      counted: [3, 3],
      carries: [true, 'signing.pdf-form'],
      // A copy that was given out before is proven by what the school keeps.
      found: [[['principal', ['established']], ['school', ['established']]], [['principal', ['established']], ['school', ['established']]]],
      kept: 2,
    });

    // The bundle of the class carries what was added later, and proves itself on a PC that knows nothing but the roots.
    const bundle = await exported(school.databaseFile, school.folder, school.classId);
    const onlyRoots = { roots: [pki.root.der], intermediates: [pki.issuing.der], practiceRoots: [] };
    const look = async (bytes: Uint8Array) => {
      const { verdict, inner } = await createVerifier().checkFile({ name: 'goi.asice', bytes, anchors: onlyRoots, at: new Date().toISOString() });
      return [verdict, ...inner.flatMap(({ name, signatures }) => signatures.map(({ role, verdict: own, findings }) => `${name.split('.').at(-1)} ${role} ${own} ${findings.filter(({ code }) => code === 'timestamp' || code === 'revocation').map(({ code, outcome }) => `${code} ${outcome}`).join(', ')}`))];
    };
    const [single] = (await createVerifier().checkFile({ name: 'a.xml', bytes: addedUp(document, school.databaseFile), anchors: onlyRoots, at: new Date().toISOString() })).file.signatures;
    const proven = (kind: string, role: string) => `${kind} ${role} valid timestamp established, revocation established`;
    // One letter of a token exchanged: the seal does not fit, and neither does the timestamp.
    const changed = Buffer.from(Buffer.from(bundle).toString('latin1').replace(/("timestamps": \[\s+"MII.{40})(.)/, (_, start: string, letter: string) => `${start}${letter === 'A' ? 'B' : 'A'}`), 'latin1');
    expect({ whole: await look(bundle), changed: (await look(changed))[0], 'alone, without them': single?.findings.find(({ code }) => code.startsWith('revocation'))?.code }).toEqual({
      whole: ['valid', proven('xml', 'principal'), proven('xml', 'school'), proven('pdf', 'principal'), proven('pdf', 'school')],
      changed: 'invalid',
      'alone, without them': 'revocation-not-checked',
    });
    await school.close();
  }, 60_000);

  // Revokes both signers: nothing that asks the authorities comes after it.
  test("one over the school's signature proves the principal's too; poppler and openssl agree with what is written", async () => {
    const stamped = addPdfTimestamp(two, token);
    if (stamped === null) throw new Error('no room');
    const rootList = pki.crl(pki.root);
    const before = pki.crl(pki.issuing, { thisUpdate: after(-minute), nextUpdate: after(2 * day) });
    for (const entry of [pki.principal, pki.school]) pki.revoke(entry, pki.issuing, after(10 * minute));
    const revokedLater = pki.crl(pki.issuing, { thisUpdate: after(20 * minute), nextUpdate: after(2 * day) });
    const check = async (bytes: Uint8Array, crls: readonly Uint8Array[], { at = after(60 * minute), timestamps = [] as readonly Uint8Array[] } = {}) => {
      const { file } = await createVerifier().checkFile({ name: 'a.pdf', bytes, anchors: { roots: [pki.root.der], intermediates: [pki.issuing.der], practiceRoots: [], crls, timestamps }, at: at.toISOString() });
      const told = ['timestamp', 'timestamp-not-checked', 'revocation', 'revocation-not-checked', 'validity'];
      return [file.verdict, ...file.signatures.map(({ role, findings }) => `${role}: ${findings.filter(({ code }) => told.includes(code)).map(({ code, outcome, params }) => `${code} ${outcome === 'established' ? '' : (params['reason'] ?? outcome)}`.trim()).join(', ')}`)];
    };
    const good = 'validity, revocation';
    expect({
      plain: await check(two, [before, rootList]),
      'not stamped, revoked since': await check(two, [revokedLater, rootList]),
      'stamped, revoked since': await check(stamped, [revokedLater, rootList]),
      'the stamp kept beside': await check(two, [revokedLater, rootList], { timestamps: [token] }),
      'in it and beside it': await check(stamped, [revokedLater, rootList], { timestamps: [token] }),
      'stamped, then expired': await check(stamped, [before, rootList], { at: new Date('2035-01-01T00:00:00Z') }),
      'not stamped, expired': await check(two, [before, rootList], { at: new Date('2035-01-01T00:00:00Z') }),
      'the stamp of another': await check(addPdfTimestamp(one, token) ?? one, [before, rootList]),
    }).toEqual({
      plain: ['valid', `principal: ${good}`, `school: ${good}`],
      'not stamped, revoked since': ['indeterminate', 'principal: validity, revocation not-established', 'school: validity, revocation not-established'],
      'stamped, revoked since': ['valid', `principal: timestamp, ${good}`, `school: timestamp, ${good}`],
      'the stamp kept beside': ['valid', `principal: timestamp, ${good}`, `school: timestamp, ${good}`],
      'in it and beside it': ['valid', `principal: timestamp, ${good}`, `school: timestamp, ${good}`],
      // Who vouches for the TSA is not known any more; nobody says that it was wrong.
      'stamped, then expired': ['indeterminate', ...['principal', 'school'].map((role) => `${role}: timestamp revocation, validity not-established, revocation-not-checked not-established`)],
      'not stamped, expired': ['indeterminate', 'principal: validity not-established, revocation-not-checked not-established', 'school: validity not-established, revocation-not-checked not-established'],
      'the stamp of another': ['invalid', `principal: timestamp imprint, ${good}`],
    });

    const file = (name: string, bytes: Uint8Array) => {
      writeFileSync(join(pki.folder, name), bytes);
      return join(pki.folder, name);
    };
    const digits = [...Buffer.from(stamped).toString('latin1').matchAll(/\/Contents <([0-9a-f]{1000,})>/g)].at(-1)?.[1] ?? '';
    file('value', pdfStampedValues(stamped).at(-1) ?? new Uint8Array());
    file('signed.der', Buffer.from(digits, 'hex'));
    file('token.der', token);
    expect({
      poppler: judge('pdfsig', ['-nocert', file('stamped.pdf', stamped)]).output.match(/Signature is Valid/g)?.length,
      ts: openssl(pki.folder, ['ts', '-verify', '-data', 'value', '-in', 'token.der', '-token_in', '-CAfile', 'root.pem', '-untrusted', 'issuing.pem']).output.includes('Verification: OK'),
      cms: openssl(pki.folder, ['cms', '-cmsout', '-print', '-inform', 'DER', '-in', 'signed.der', '-noout']).output.match(/id-smime-aa-timeStampToken/g)?.length,
      carried: Buffer.from(digits, 'hex').includes(Buffer.from(token)),
    }).toEqual({ poppler: 2, ts: true, cms: 1, carried: true });

    // No byte of the hole with its timestamp may change unseen: half of the places are in the token itself.
    const at = Buffer.from(stamped).lastIndexOf(digits);
    const inToken = at + digits.indexOf(Buffer.from(token).toString('hex'));
    const seed = Number(process.env['HOCBA_SEED'] ?? Date.now() % 1_000_000_007);
    const places = Array.from({ length: 160 }, (_, index) => (index % 2 === 0 ? inToken + ((seed + index * 7919) % (token.length * 2)) : at + ((seed + index * 104_729) % digits.length)));
    const accepted: number[] = [];
    for (const place of places) {
      const changed = Uint8Array.from(stamped);
      changed[place] = changed[place] === 0x30 ? 0x31 : 0x30;
      if ((await check(changed, [before, rootList]))[0] === 'valid') accepted.push(place);
    }
    expect({ seed, accepted }).toEqual({ seed, accepted: [] });
  }, 60_000);
});

/** The bundle of the class as the office writes it, sealed with the school's key instead of a token. */
async function exported(databaseFile: string, folder: string, classId: string): Promise<Uint8Array> {
  const verifier = createVerifier();
  const facts = verifier.describeCertificate(pki.school.der);
  const file = new Database(databaseFile);
  file.prepare("INSERT INTO signer_certificate VALUES ('s', 'organisation', ?, '', ?, ?, ?, 'file', ?, 'u')").run(facts.holder, facts.digest, Buffer.from(pki.school.der), JSON.stringify(facts), started);
  for (const post of ['administrator', 'principal']) file.prepare("INSERT INTO signer_event (signer_id, kind, post, alone, reason, made_at, user_name) VALUES ('s', 'approved', ?, 0, '', '2026-01-01T00:00:00Z', 'u')").run(post);
  file.close();
  const clock = { now: () => new Date().toISOString() };
  const database = await openOfficeDatabase(databaseFile, clock, loadRuleLibrary('resources'));
  const module: ModuleChoice = { id: 'key', name: 'key', path: 'key', source: 'by-hand' };
  const session = { algorithm: 'rsa-sha256', certificate: { facts, der: pki.school.der, chain: [] }, sign: (bytes: Uint8Array) => Promise.resolve(new Uint8Array(sign('sha256', bytes, pki.school.keyPem))), close: () => Promise.resolve() };
  const printer = createRecordPrinter(createPrintThread({ worker: null, resourcesFolder }));
  const forms = { stampedValues, imprintOf, addSignatureTimeStamp, pdfStampedValues, addPdfTimestamp };
  const trust = { checks: createTrustChecks(() => Date.now()), shipped: { roots: [], intermediates: [], practiceRoots: [] }, practiceRoots: () => [], forms, clock };
  const parts = {
    clock,
    ids: { next: () => randomUUID() },
    tokens: { openSession: () => Promise.resolve(session as unknown as TokenSession), findModules: () => Promise.resolve([]), knownModules: () => [] } as unknown as TokenService,
    trainingModule: () => module,
    assessor: createSignerAssessor({ checks: trust.checks, place: () => schoolTrustPlace(trust, database), clock }),
    signer: createRecordSigner(),
    slotOf: (role: SlotRole, region: string) => slotOf(secondaryFormat, role, region),
    printer,
    sealer: createStampingSealer(createBundleSealer(), { ...trust, database: () => database }),
    bundles: createBundlePacker(),
    writer: createFileWriter(),
    verifier,
    anchors: () => anchorsOfSchool(trust, database),
    version: 'test',
    forms,
    dataReport: () => Promise.resolve(null),
  };
  const scope = { kind: 'class', classId: classId as ClassId } as const;
  const contents = await database.read((repositories) => bundleContents(repositories, scope, null));
  const destination = (await createDestinations(createMediaFinder()).add(folder));
  const jobs = createJobBoard({ clock, ids: parts.ids, progressed: () => undefined, log: (line) => void process.stderr.write(`${line}\n`) });
  const job = await jobs.ended(jobs.start({ kind: 'export', total: 1, mayCancel: true, userId: null }, (progress) => exportBundle(parts, database, { contents, destination, seal: { moduleId: 'key', tokenSerial: '1', certificateDigest: facts.digest, pin: typedPin('1'), lastTryConfirmed: false }, actor: { userId: null, userName: 'Văn thư' } }, progress)));
  const [entry] = await database.read(({ exchange }) => exchange.exports());
  await printer.close();
  await database.close();
  if (job.state !== 'done' || entry === undefined) throw new Error(`${job.state} ${job.error?.code ?? ''} ${JSON.stringify(job.error?.params)}`);
  return new Uint8Array(readFileSync(entry.path));
}

/** The record with both its signatures. */
function addedUp(document: Uint8Array, databaseFile: string): Uint8Array {
  const file = new Database(databaseFile, { readonly: true });
  const fragment = file.prepare("SELECT fragment FROM signature WHERE role = 'school'").pluck().get() as string;
  file.close();
  return createRecordSigner().assemble(document, [{ slot: slotOf(secondaryFormat, 'school', ''), fragment }]);
}

/** A second timestamp has no place. */
function addPdfTimestampAgain(bytes: Uint8Array): string {
  try {
    addPdfTimestamp(bytes, token);
    return 'added';
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
}
