// A school year's bundle of 2 000 pupils: built against `zip -0`, checked against a loop of xmlsec1, on the same files in the same run. Part of npm run bench.
import { spawnSync } from 'node:child_process';
import { createPrivateKey, sign as signBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildRecordData } from '../tests/support/record-builder.ts';
import { createBundlePacker } from '../main/exchange/bundle-packer.ts';
import { createFileWriter } from '../main/exchange/safe-file.ts';
import { createRecordWriter } from '../main/documents/record-xml/record-writer.ts';
import { createBundleSealer } from '../main/signing/xml/bundle-sealer.ts';
import { createRecordSigner } from '../main/signing/xml/record-signer.ts';
import { createVerifier } from '../main/signing/verifier/verifier.ts';
import { openWorkshop, recordIds } from '../tests/integration/verifier-parts.ts';

const pupils = Number(process.env.HOCBA_BENCH_PUPILS ?? 2000);
const classSize = 45;
const paperBytes = 60_000;
const at = '2026-06-15T08:00:00+07:00';
const signingTime = '2026-06-01T07:30:00+07:00';
const sample = Math.min(150, pupils);
const container = 'application/vnd.etsi.asic-e+zip';

const signWith = (folder, name) => {
  const key = createPrivateKey(readFileSync(join(folder, `${name}.key`)));
  return (data) => new Uint8Array(signBytes('sha256', data, key));
};

export async function benchBundles() {
  const missing = ['openssl', 'xmlsec1', 'zip', 'unzip'].filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);
  if (missing.length > 0) return console.log(`Bundles: skipped, ${missing.join(', ')} not installed`);
  const workshop = openWorkshop();
  try {
    prepare(workshop);
    // Each in a process of its own: its memory is nobody else's.
    const built = apart('build', workshop.folder);
    const zipped = timed(() => spawnSync('zip', ['-0', '-q', '-r', 'plain.zip', 'files'], { cwd: workshop.folder }));
    const checked = apart('verify', workshop.folder);
    const records = readdirSync(join(workshop.folder, 'files'), { recursive: true }).filter((name) => name.endsWith('.xml')).map((name) => join(workshop.folder, 'files', name));
    const judge = timed(() => {
      for (const path of records.slice(0, sample)) spawnSync('xmlsec1', ['--verify', '--insecure', ...recordIds, path], { stdio: 'ignore' });
    });
    const [perRecord, theirs] = [checked.ms / checked.records, judge / sample];
    const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
    console.log(`Bundle of a year, ${pupils} pupils in ${Math.ceil(pupils / classSize)} classes, ${megabytes(built.bytes)}, one seal for each class and one for the whole, written, flushed and read back : zip -0 of the same files = ${(built.ms / zipped).toFixed(2)} (${(built.ms / 1000).toFixed(1)} s : ${(zipped / 1000).toFixed(1)} s); peak memory ${megabytes(built.rss)}`);
    console.log(`  one sealed class alone ${built.perClass.toFixed(0)} ms; tokens are asked ${Math.ceil(pupils / classSize) + 1} times (at 200 ms each ${((Math.ceil(pupils / classSize) + 1) * 0.2).toFixed(0)} s; a seal for each pupil would take ${(pupils * 0.2).toFixed(0)} s)`);
    console.log(`A loop of xmlsec1 (first signature only) : checking the bundle (all ${checked.signatures} signatures, certificates, revocation, seals), a record = ${(theirs / perRecord).toFixed(1)} (${theirs.toFixed(2)} ms : ${perRecord.toFixed(2)} ms; verdict ${checked.verdict}, ${checked.records} records); peak memory ${megabytes(checked.rss)}`);
  } finally {
    workshop.close();
  }
}

function timed(work) {
  const from = performance.now();
  work();
  return performance.now() - from;
}

function apart(what, folder) {
  const child = spawnSync(process.execPath, ['--no-warnings', fileURLToPath(import.meta.url), what, folder], { encoding: 'utf8', maxBuffer: 1e8 });
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout);
}

/** Keys, certificates and 2 000 records with three signatures each, with a paper beside each. */
function prepare(workshop) {
  const { folder } = workshop;
  const root = workshop.authority('goc');
  const data = buildRecordData();
  const signers = {
    homeroomTeacher: workshop.signer('hoa', root, `/C=VN/CN=${data.homeroomTeacher.name}/UID=CCCD:${data.homeroomTeacher.personalId}`),
    principal: workshop.signer('binh', root, `/C=VN/CN=${data.issue.principalName}/UID=CCCD:${data.issue.principalPersonalId}`),
    school: workshop.signer('truong', root, `/C=VN/CN=${data.school.name}/UID=MST:2600123456`),
  };
  writeFileSync(join(folder, 'anchors.json'), JSON.stringify({ root: Buffer.from(root.der).toString('base64'), crl: Buffer.from(workshop.revocationList(root)).toString('base64'), school: Buffer.from(signers.school.der).toString('base64') }));
  const part = 'DANH_SACH_THONG_TIN_KY';
  const slots = [
    [{ role: 'homeroomTeacher', path: `${part}/GVCN`, references: 'thongtinhocba', propertyId: 'SigningTime-GVCN' }, data.homeroomTeacher.personalId],
    [{ role: 'principal', path: `${part}/PHAT_HANH_HOC_BA/CBQL`, references: 'data', propertyId: 'SigningTime-CBQL' }, data.issue.principalPersonalId],
    [{ role: 'school', path: `${part}/PHAT_HANH_HOC_BA/KY_PHAT_HANH`, references: 'data', propertyId: 'SigningTime-KY_PHAT_HANH' }, null],
  ];
  const writer = createRecordWriter({ resourcesFolder: fileURLToPath(new URL('../resources', import.meta.url)) });
  const signer = createRecordSigner();
  const keys = Object.fromEntries(Object.entries(signers).map(([role, { name }]) => [role, signWith(folder, name)]));
  const paper = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(paperBytes, 'x')]);
  for (let number = 0; number < pupils; number += 1) {
    let document = writer.write({ ...data, uuid: `7d1f4f2e-5f3c-4b58-9d8e-${String(number).padStart(12, '0')}`, pupil: { ...data.pupil, personalId: String(14313000000 + number).padStart(12, '0') } });
    for (const [slot, signerPersonalId] of slots) {
      const prepared = signer.prepare({ document, slot, algorithm: 'rsa-sha256', canonicalization: 'exclusive', certificate: signers[slot.role].der, signingTime, signerPersonalId });
      document = signer.finish({ document, prepared, signatureValue: keys[slot.role](prepared.toBeSigned) }).document;
    }
    const place = join(folder, 'files', `lop-${Math.floor(number / classSize)}`);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, `${number}.xml`), document);
    writeFileSync(join(place, `${number}.pdf`), paper);
  }
}

async function build(folder) {
  const { school } = JSON.parse(readFileSync(join(folder, 'anchors.json'), 'utf8'));
  const sign = signWith(folder, 'truong');
  const sealer = createBundleSealer();
  const seal = (files) => sealer.seal({ files, certificate: Buffer.from(school, 'base64'), chain: [], algorithm: 'rsa-sha256', signingTime, sign: async (data) => sign(data) });
  const types = { xml: 'application/xml', pdf: 'application/pdf' };
  const classes = readdirSync(join(folder, 'files'));
  const perClass = [];
  const from = performance.now();
  const written = await createFileWriter().stream({
    folder: mkdtempSync(join(folder, 'usb-')),
    fileName: 'nam-hoc.asice',
    async fill(write) {
      const year = await createBundlePacker().open(write);
      for (const name of classes) {
        const begun = performance.now();
        const chunks = [];
        const bundle = await createBundlePacker().open(async (chunk) => void chunks.push(chunk));
        for (const file of readdirSync(join(folder, 'files', name))) await bundle.add({ name: `hoc-ba/${file}`, bytes: readFileSync(join(folder, 'files', name, file)), mimeType: types[file.slice(-3)] });
        await bundle.seal(seal);
        perClass.push(performance.now() - begun);
        await year.add({ name: `lop/${name}.asice`, bytes: Buffer.concat(chunks), mimeType: container });
      }
      await year.seal(seal);
    },
  });
  writeFileSync(join(folder, 'written.txt'), written.path);
  return { ms: performance.now() - from, bytes: written.bytes, perClass: perClass.toSorted((a, b) => a - b)[Math.floor(perClass.length / 2)], rss: process.resourceUsage().maxRSS * 1024 };
}

async function verify(folder) {
  const { root, crl } = JSON.parse(readFileSync(join(folder, 'anchors.json'), 'utf8'));
  const path = readFileSync(join(folder, 'written.txt'), 'utf8');
  const anchors = { roots: [Buffer.from(root, 'base64')], intermediates: [], practiceRoots: [], crls: [Buffer.from(crl, 'base64')] };
  const verifier = createVerifier({ worker: new URL('../main/signing/verifier/checking-worker.ts', import.meta.url) });
  const from = performance.now();
  const report = await verifier.checkPath({ name: 'nam-hoc.asice', path, anchors, at });
  const ms = performance.now() - from;
  const records = report.inner.filter(({ kind }) => kind === 'record-xml');
  return { ms, verdict: report.verdict, records: records.length, signatures: report.inner.reduce((sum, { signatures }) => sum + signatures.length, report.file.signatures.length), size: statSync(path).size, rss: process.resourceUsage().maxRSS * 1024 };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , what, folder] = process.argv;
  if (what === 'build') console.log(JSON.stringify(await build(folder)));
  else if (what === 'verify') console.log(JSON.stringify(await verify(folder)));
  else await benchBundles();
}
