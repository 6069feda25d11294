import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import type { XmlElement } from 'libxml2-wasm';
import { ZipFile } from 'yazl';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verificationReport, type VerificationReport } from '#core/contract/verification.ts';
import type { TrustAnchors } from '#main/office/ports/verifier.ts';
import { readXml } from '#main/signing/verifier/xml-reader.ts';
import { isExactUnsigned } from '#main/signing/verifier/xades-properties.ts';
import { addSignatureTimeStamp } from '#main/signing/xml/signature-timestamp.ts';
import { createVerifier } from '#main/signing/verifier/verifier.ts';
import { homeroomId, noAnchors, openPoints, openWorkshop, principalId, recordData, schoolName, signRecord, toolsMissing, type Signer, type Workshop } from './verifier-parts.ts';

const ready = toolsMissing === '';
const verifier = createVerifier();
const at = '2026-06-15T08:00:00+07:00';
const mimeType = 'application/vnd.etsi.asic-e+zip';
const xades = 'http://uri.etsi.org/01903/v1.3.2#';
const sealIds = ['--id-attr:Id', `${xades}:SignedProperties`];

let workshop: Workshop;
let anchors: TrustAnchors;
let school: Signer;
let homeroom: Signer;
let record: string;
let unissued: string;

type Contents = Readonly<Record<string, string | Uint8Array>>;

beforeAll(() => {
  if (!ready) return;
  workshop = openWorkshop();
  const root = workshop.authority('goc');
  school = workshop.signer('truong', root, `/C=VN/CN=${schoolName}/UID=MST:2600123456`);
  homeroom = workshop.signer('hoa', root, `/C=VN/CN=Nguyễn Thị Hoa/UID=CCCD:${homeroomId}`);
  const steps = [
    { slot: 'GVCN', signer: homeroom },
    { slot: 'CBQL', signer: workshop.signer('binh', root, `/C=VN/CN=Trần Văn Bình/UID=CCCD:${principalId}`) },
    { slot: 'KY_PHAT_HANH', signer: school },
  ] as const;
  record = signRecord(workshop, recordData(), steps);
  unissued = signRecord(workshop, recordData(), steps.slice(0, 2));
  anchors = { ...noAnchors, roots: [root.der], crls: [workshop.revocationList(root)] };
}, 60_000);
afterAll(() => workshop?.close());

/** META-INF/signatures0.xml over files, by xmlsec1 in a folder where they lie. */
function seal(contents: Contents, signer: Signer = school, alter: (template: string) => string = (template) => template): string {
  for (const [name, content] of Object.entries(contents)) {
    mkdirSync(dirname(join(workshop.folder, name)), { recursive: true });
    writeFileSync(join(workshop.folder, name), content);
  }
  const digest = '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue></ds:DigestValue>';
  const references = Object.keys(contents).map((name) => `<ds:Reference URI="${name.split('/').map(encodeURIComponent).join('/')}">${digest}</ds:Reference>`);
  const template =
    `<?xml version="1.0" encoding="UTF-8"?>\n<asic:XAdESSignatures xmlns:asic="http://uri.etsi.org/02918/v1.2.1#"><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="S0"><ds:SignedInfo>` +
    `<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>${references.join('')}` +
    `<ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#P0"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms>${digest}</ds:Reference></ds:SignedInfo>` +
    `<ds:SignatureValue></ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate/></ds:X509Data></ds:KeyInfo><ds:Object><xades:QualifyingProperties xmlns:xades="${xades}" Target="#S0"><xades:SignedProperties Id="P0">` +
    `<xades:SignedSignatureProperties><xades:SigningTime>2026-06-01T08:00:00+07:00</xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>` +
    `<ds:DigestValue>${createHash('sha256').update(signer.der).digest('base64')}</ds:DigestValue></xades:CertDigest></xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties></xades:SignedProperties></xades:QualifyingProperties></ds:Object></ds:Signature></asic:XAdESSignatures>`;
  return workshop.sign(alter(template), '//*[local-name()="Signature"]', signer, sealIds).trimEnd();
}

async function pack(contents: Contents, { type = mimeType as string | null, first = true, compress = false } = {}): Promise<Buffer> {
  const zip = new ZipFile();
  const options = { mtime: new Date(1980, 0, 1), mode: 0o100644, compress, forceDosTimestamp: true };
  const mimetype = () => type !== null && zip.addBuffer(Buffer.from(type), 'mimetype', { ...options, compress: false });
  if (first) mimetype();
  for (const [name, content] of Object.entries(contents)) zip.addBuffer(Buffer.from(content), name, options);
  if (!first) mimetype();
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

const check = async (bytes: Uint8Array, name = 'lop-7a.asice'): Promise<VerificationReport> => verifier.checkFile({ name, bytes, anchors, at });
const summary = ({ verdict, file, inner }: VerificationReport) => ({
  verdict,
  open: [...openPoints(file), ...file.signatures.flatMap((each) => openPoints(each).map((point) => `seal: ${point}`))],
  inner: inner.map((each) => `${each.name} ${each.verdict}`),
});

describe.skipIf(!ready)(`bundles sealed by xmlsec1${toolsMissing}`, () => {
  test('a bundle of issued records is valid, with each record checked by itself', async () => {
    const contents = { 'hoc-ba/Nguyễn Thị Ẫ (1).xml': record, 'hoc-ba/1+2.pdf': '%PDF-1.7 …' };
    const report = await check(await pack({ ...contents, 'META-INF/signatures0.xml': seal(contents) }));
    expect(verificationReport.safeParse(report).success).toBe(true);
    expect({ ...summary(report), seal: report.file.signatures.map(({ role, verdict, covers, signingTime }) => ({ role, verdict, covers, signingTime })) }).toEqual({
      verdict: 'valid',
      open: [],
      inner: ['hoc-ba/Nguyễn Thị Ẫ (1).xml valid', 'hoc-ba/1+2.pdf valid'],
      seal: [{ role: 'bundle', verdict: 'valid', covers: Object.keys(contents), signingTime: '2026-06-01T08:00:00+07:00' }],
    });
  });

  test('a bundle of bundles is checked to the second depth, where it lies as in memory, on threads as without them', async () => {
    const sealed = async (files: Contents, signer = school) => pack({ ...files, 'META-INF/signatures0.xml': seal(files, signer) });
    const classes = { 'lop/7A.asice': await sealed({ 'hoc-ba/01.pdf': '%PDF-1.7', 'hoc-ba/01.xml': record }), 'lop/7B.asice': await sealed({ 'hoc-ba/01.xml': record }) };
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`hoc-ba/${index}.xml`, record]));
    const list = { format: 'hocba-bundle/1', scope: 'year', schoolName, schoolCode: '25', schoolYear: '2025-2026', className: '', pupilName: '', records: 2, writtenAt: at, auditHead: 'a'.repeat(64), program: '1', training: false };
    const cases: Readonly<Record<string, Contents>> = {
      year: { ...classes, 'hocba.json': JSON.stringify(list) },
      'a list that says more': { ...classes, 'hocba.json': JSON.stringify({ ...list, records: 3 }) },
      'a changed record in a class': { ...classes, 'lop/7B.asice': Buffer.from(classes['lop/7B.asice'].toString('latin1').replace('8.5', '9.5'), 'latin1') },
      'a class without a seal': { ...classes, 'lop/7B.asice': await pack({ 'hoc-ba/01.xml': record }) },
      'a third depth': { ...classes, 'lop/8.asice': await sealed({ 'a.asice': classes['lop/7A.asice'] }) },
      many: { ...many, 'b.pdf': '%PDF-1.7' },
    };
    const onThreads = createVerifier({ worker: new URL('../../main/signing/verifier/checking-worker.ts', import.meta.url) });
    const found: Record<string, unknown> = {};
    for (const [name, files] of Object.entries(cases)) {
      const path = join(workshop.folder, 'goi.asice');
      writeFileSync(path, await sealed(files));
      const report = await check(readFileSync(path), 'goi.asice');
      for (const each of [verifier, onThreads]) expect(await each.checkPath({ name: 'goi.asice', path, anchors, at })).toEqual(report);
      const { verdict, open, inner } = summary(report);
      found[name] = [verdict, ...open, report.file.bundle?.records, name === 'many' ? new Set(inner.map((line) => line.split(' ')[1])).size : inner];
    }
    const sound = ['lop/7A.asice valid', 'lop/7A.asice/hoc-ba/01.pdf valid', 'lop/7A.asice/hoc-ba/01.xml valid', 'lop/7B.asice valid', 'lop/7B.asice/hoc-ba/01.xml valid'];
    expect(found).toEqual({
      year: ['valid', 2, [...sound, 'hocba.json valid']],
      'a list that says more': ['indeterminate', 'bundle-contents not-established', 3, [...sound, 'hocba.json valid']],
      'a changed record in a class': ['invalid', 'container-records failed', undefined, [...sound.slice(0, 3), 'lop/7B.asice invalid']],
      'a class without a seal': ['unsigned', 'container-records not-established', undefined, [...sound.slice(0, 3), 'lop/7B.asice unsigned', 'lop/7B.asice/hoc-ba/01.xml valid']],
      'a third depth': ['indeterminate', 'container-records not-established', undefined, [...sound, 'lop/8.asice indeterminate', 'lop/8.asice/a.asice unsupported']],
      many: ['valid', undefined, 1],
    });
  });

  test('what is wrong with a bundle is said', async () => {
    const contents = { 'a.xml': record };
    const seals = { 'META-INF/signatures0.xml': seal(contents) };
    const of = async (files: Contents, options?: Parameters<typeof pack>[1]) => {
      const { verdict, open } = summary(await check(await pack(files, options)));
      return [verdict, ...open];
    };
    const other = workshop.authority('khac');
    const stranger = workshop.signer('cong-ty', other, '/C=VN/CN=Công ty Khác/UID=MST:0100000000');
    expect({
      'a file that is not covered': await of({ ...contents, 'b.pdf': '%PDF-1.7', ...seals }),
      'a file that is gone': await of(seals),
      'a changed file': await of({ 'a.xml': record.replace('8.5', '9.5'), ...seals }),
      'no seal': await of(contents),
      'a record that is not issued': await of({ 'a.xml': unissued, 'META-INF/signatures0.xml': seal({ 'a.xml': unissued }) }),
      'sealed by a stranger': await of({ ...contents, 'META-INF/signatures0.xml': seal(contents, stranger) }),
      'another certificate than signed': await of({ ...contents, 'META-INF/signatures0.xml': seal(contents, school, (template) => template.replace(/(<ds:DigestValue>)[A-Za-z0-9+/=]{44}/, `$1${createHash('sha256').update('x').digest('base64')}`)) }),
      'no mimetype': await of({ ...contents, ...seals }, { type: null }),
      'mimetype last': await of({ ...contents, ...seals }, { first: false }),
      'packed anew, with compression': await of({ ...contents, ...seals }, { compress: true }),
      'ASiC-S': await of({ ...contents, ...seals }, { type: 'application/vnd.etsi.asic-s+zip' }),
      'a manifest that lists more': await of({ ...contents, ...seals, 'META-INF/manifest.xml': '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="/"/><m:file-entry m:full-path="a.xml"/><m:file-entry m:full-path="b.xml"/></m:manifest>' }),
      'a seal with a DOCTYPE': await of({ ...contents, 'META-INF/signatures0.xml': seals['META-INF/signatures0.xml'].replace('<asic:', '<!DOCTYPE x><asic:') }),
      'wrapped signed properties': await of({ ...contents, 'META-INF/signatures0.xml': seals['META-INF/signatures0.xml'].replace('</asic:XAdESSignatures>', `<x Id="P0"/></asic:XAdESSignatures>`) }),
    }).toEqual({
      'a file that is not covered': ['invalid', 'seal: container-coverage failed'],
      'a file that is gone': ['invalid', 'container-records not-established', 'seal: container-coverage failed', 'seal: container-coverage failed'],
      'a changed file': ['invalid', 'container-records failed', 'seal: integrity failed'],
      'no seal': ['unsigned', 'signature-present not-established'],
      'a record that is not issued': ['indeterminate', 'container-records not-established'],
      'sealed by a stranger': ['indeterminate', 'seal: chain not-established', 'seal: revocation-not-checked not-established', 'seal: seal-school not-established'],
      'another certificate than signed': ['invalid', 'seal: certificate-binding failed'],
      'no mimetype': ['invalid', 'container-form failed', 'exact-form not-established'],
      'mimetype last': ['indeterminate', 'container-form not-established'],
      'packed anew, with compression': ['indeterminate', 'exact-form not-established'],
      'ASiC-S': ['unsupported', 'profile not-established'],
      'a manifest that lists more': ['invalid', 'container-manifest failed', 'exact-form not-established'],
      'a seal with a DOCTYPE': ['invalid', 'xml-form failed'],
      'wrapped signed properties': ['invalid', 'structure failed'],
    });
  });
});

/** A zip with one entry, written by hand so that it can lie. */
function zipOf(name: string, content: Buffer, { local = name, claimed = content.length, copies = 1, attributes = 0 } = {}): Buffer {
  const data = deflateRawSync(content);
  const crc = word(crc32(content));
  const header = (signature: number, ours: string, extra: Buffer, before: number) => {
    const bytes = Buffer.alloc(before);
    bytes.writeUInt32LE(signature, 0);
    return Buffer.concat([bytes, Buffer.from([20, 0, 0, 8, 8, 0, 0, 0, 0, 0]), crc, word(data.length), word(claimed), short(Buffer.byteLength(ours)), short(0), extra, Buffer.from(ours)]);
  };
  const file = Buffer.concat([header(0x04034b50, local, Buffer.alloc(0), 4), data]);
  const entry = header(0x02014b50, name, Buffer.concat([short(0), short(0), short(0), word(attributes), word(0)]), 6);
  entry[5] = 3; // made on Unix
  const directory = Buffer.concat(Array.from({ length: copies }, () => entry));
  return Buffer.concat([file, directory, Buffer.from([0x50, 0x4b, 5, 6, 0, 0, 0, 0]), short(copies), short(copies), word(directory.length), word(file.length), short(0)]);
}

/** Bytes set to other values; offsets below zero count from the end. */
function altered(bytes: Buffer, changes: Readonly<Record<number, number>>): Buffer {
  for (const [offset, value] of Object.entries(changes)) bytes[Number(offset) < 0 ? bytes.length + Number(offset) : Number(offset)] = value;
  return bytes;
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

test('hostile zips are refused before they do harm', async () => {
  const verdict = async (bytes: Buffer) => {
    const { file } = await verifier.checkFile({ name: 'x.asice', bytes, anchors: noAnchors, at });
    return [file.verdict, ...openPoints(file)];
  };
  const small = Buffer.from('hello');
  const bomb = Buffer.alloc(60 * 1024 * 1024);
  expect({
    honest: await verdict(zipOf('a.txt', small)),
    bomb: await verdict(zipOf('a.txt', bomb)),
    'bomb that claims to be small': await verdict(zipOf('a.txt', bomb, { claimed: 100 })),
    'claims more than any bundle': await verdict(zipOf('a.txt', small, { claimed: 0xfffffff0 })),
    'out of the folder': await verdict(zipOf('../../etc/cron.d/x', small)),
    absolute: await verdict(zipOf('/etc/passwd', small)),
    'a drive of Windows': await verdict(zipOf('C:\\x.txt', small)),
    'another name inside': await verdict(zipOf('a.xml', small, { local: 'b.xml' })),
    'a name twice': await verdict(zipOf('a.xml', small, { copies: 2 })),
    'a link': await verdict(zipOf('a.xml', small, { attributes: 0xa1ff0000 })),
    'cut off': await verdict(zipOf('a.xml', small).subarray(0, -10)),
    'a wrong checksum': await verdict(altered(zipOf('a.xml', small), { 14: 0x11, 56: 0x11 })),
    'a checksum that only the local header has wrong': await verdict(altered(zipOf('a.xml', small), { 14: 0x11 })),
    'a size that only the local header has wrong': await verdict(altered(zipOf('a.xml', small), { 22: 0x11 })),
    encrypted: await verdict(altered(zipOf('a.xml', small), { 6: 1, 50: 1 })),
    'a control letter in a name': await verdict(zipOf('a\u001b[2J.xml', small)),
    'a name that reads backwards': await verdict(zipOf('a\u202elmx.exe', small)),
    'something before it': await verdict(Buffer.concat([Buffer.from('PK  '), zipOf('a.xml', small)])),
    'something behind it': await verdict(Buffer.concat([zipOf('a.xml', small), Buffer.from('x')])),
    'a hundred thousand files promised': await verdict(altered(zipOf('a.xml', small), { [-14]: 0xff, [-13]: 0xff, [-12]: 0xff, [-11]: 0xff })),
  }).toEqual({
    honest: ['unsupported', 'file-kind not-established'],
    bomb: ['invalid', 'container-limits failed'],
    'bomb that claims to be small': ['invalid', 'container-form failed'],
    'claims more than any bundle': ['invalid', 'container-limits failed'],
    'out of the folder': ['invalid', 'container-form failed'],
    absolute: ['invalid', 'container-form failed'],
    'a drive of Windows': ['invalid', 'container-form failed'],
    'another name inside': ['invalid', 'container-form failed'],
    'a name twice': ['invalid', 'container-form failed'],
    'a link': ['invalid', 'container-form failed'],
    'cut off': ['invalid', 'container-form failed'],
    ...Object.fromEntries(
      ['a wrong checksum', 'a checksum that only the local header has wrong', 'a size that only the local header has wrong', 'encrypted', 'a control letter in a name', 'a name that reads backwards', 'something before it', 'something behind it'].map((each) => [each, ['invalid', 'container-form failed']]),
    ),
    'a hundred thousand files promised': ['invalid', 'container-limits failed'],
  });
});

test('what was added to a seal later is held to its one writing', () => {
  const bare = '<asic:XAdESSignatures xmlns:asic="urn:a"><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="S0"><ds:SignatureValue>AAAA</ds:SignatureValue><xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#"><xades:SignedProperties></xades:SignedProperties></xades:QualifyingProperties></ds:Signature></asic:XAdESSignatures>';
  const token = new Uint8Array(90).fill(7);
  const stamped = Buffer.from(addSignatureTimeStamp(Buffer.from(bare), { token, lists: [token], responses: [token] })).toString('utf8');
  const isExact = (text: string) => readXml(Buffer.from(text), ({ document }) => document.find("//*[local-name()='UnsignedProperties']").map((node) => isExactUnsigned(node as XmlElement, 'S0')).join());
  const places = [...stamped.matchAll(/></g)].map(({ index }) => index + 1).filter((at) => at > stamped.indexOf('<xades:UnsignedProperties') && at < stamped.indexOf('</xades:UnsignedProperties'));
  expect({ exact: isExact(stamped), blanks: places.map((at) => isExact(`${stamped.slice(0, at)}\n${stamped.slice(at)}`)), id: isExact(stamped.replace('S0-TimeStamp', 'S1-TimeStamp')), base64: isExact(stamped.replace('BwcH', 'Bw\ncH')), more: isExact(stamped.replace('<xades:CRLValues>', '<xades:CRLValues Id="x">')) }).toEqual({
    exact: 'true',
    blanks: places.map(() => 'false'),
    id: 'false',
    base64: 'false',
    more: 'false',
  });
});
