import { createHash, X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OfficeError } from '#core/contract/errors.ts';
import type { Canonicalization, FoundCertificate, SignatureSlot, TokenSession } from '#main/office/ports/signing.ts';
import { createBundleSealer } from '#main/signing/xml/bundle-sealer.ts';
import { createRecordSigner } from '#main/signing/xml/record-signer.ts';
import { plainRegion } from '#main/signing/xml/plain-region.ts';
import { createTransactionSigner } from '#main/signing/xml/transaction-signer.ts';
import { createRecordWriter } from '#main/documents/record-xml/record-writer.ts';
import { buildRecordData } from '#tests/support/record-builder.ts';
import { judge, openTestTokens, softHsmPath, testHolders, type TestTokens } from './signing-parts.ts';

const folder = mkdtempSync(join(tmpdir(), 'hocba-xml-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const part = 'DANH_SACH_THONG_TIN_KY';
const homeroom: SignatureSlot = { role: 'homeroomTeacher', path: `${part}/GVCN`, references: 'thongtinhocba', propertyId: 'SigningTime-GVCN' };
const principal: SignatureSlot = { role: 'principal', path: `${part}/PHAT_HANH_HOC_BA/CBQL`, references: 'data', propertyId: 'SigningTime-CBQL' };
const school: SignatureSlot = { role: 'school', path: `${part}/PHAT_HANH_HOC_BA/KY_PHAT_HANH`, references: 'data', propertyId: 'SigningTime-KY_PHAT_HANH' };
const mathematics: SignatureSlot = { role: 'subjectTeacher', path: `${part}/DANH_SACH_GVBM/GVBM`, references: 'mon-TOAN', propertyId: 'SigningTime-GVBM-TOAN' };

/** Everything that could lead a byte-level insertion or a chunked canonical form astray: look-alike tags in comments, CDATA and attributes, CRLF, many letters of several bytes. */
function record(name: string): Uint8Array {
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\r\n<!-- <HOC_BA> -->\n<HOC_BA>\n  <DU_LIEU_HOC_BA Id="data">\n    <THONG_TIN_HOC_BA Id="thongtinhocba"><HO_VA_TEN ghichu="/> > ' /HOC_BA>">${name}</HO_VA_TEN>` +
      `<!-- </HOC_BA> --><NHAN_XET><![CDATA[</HOC_BA><${part}>]]>${'Chăm ngoan, tiến bộ Ẫ &lt;&amp;&#xD; '.repeat(600)}</NHAN_XET><TRONG/>` +
      `<DIEM_TONG_KET Id="mon-TOAN"><DIEM>8.5</DIEM></DIEM_TONG_KET></THONG_TIN_HOC_BA>\n  </DU_LIEU_HOC_BA>\n</HOC_BA>\n`,
    'utf8',
  );
}

const signingTime = '2026-05-31T10:15:00+07:00';
const recordSigner = createRecordSigner();
const writer = createRecordWriter({ resourcesFolder: fileURLToPath(new URL('../../resources', import.meta.url)) });
let opened: TestTokens;
const sessions = new Map<string, TokenSession>();

function sessionOf(label: string): TokenSession {
  const session = sessions.get(label);
  if (session === undefined) throw new Error(`No session of ${label}.`);
  return session;
}

function signerOf(label: string) {
  const session = sessionOf(label);
  return { algorithm: session.algorithm, certificate: session.certificate, signWith: (data: Uint8Array) => session.sign(data) };
}

beforeAll(async () => {
  opened = await openTestTokens(join(folder, 'tokens'), softHsmPath === undefined ? 'software' : 'softhsm');
  const { certificates } = await opened.service.listCertificates([opened.tokens.module]);
  const byLabel = (label: string): FoundCertificate | undefined => certificates.find(({ tokenLabel }) => tokenLabel === label);
  for (const { label } of testHolders) {
    const found = byLabel(label);
    if (found === undefined) continue;
    sessions.set(label, await opened.service.openSession({ module: opened.tokens.module, tokenSerial: found.tokenSerial, certificateDigest: found.facts.digest }, '12345678'));
  }
  writeFileSync(join(folder, 'ca.pem'), new X509Certificate(opened.tokens.caCertificate).toString());
}, 60_000);
afterAll(async () => {
  for (const session of sessions.values()) await session.close();
});

async function sign(document: Uint8Array, slot: SignatureSlot, label: string, canonicalization: Canonicalization) {
  const { algorithm, certificate, signWith } = signerOf(label);
  const signerPersonalId = slot.role === 'school' ? null : '079180001234';
  const prepared = recordSigner.prepare({ document, slot, algorithm, canonicalization, certificate: certificate.der, signingTime, signerPersonalId });
  // Prepared signatures cross threads.
  return { slot, ...recordSigner.finish({ document, prepared: structuredClone(prepared), signatureValue: await signWith(prepared.toBeSigned) }) };
}

const recordSteps = [
  [mathematics, 'hieu-truong'],
  [homeroom, 'co-hoa'],
  [principal, 'hieu-truong'],
  [school, 'con-dau'],
] as const;

async function signedRecord(data: Uint8Array, canonicalization: Canonicalization) {
  const fragments: { readonly slot: SignatureSlot; readonly fragment: string }[] = [];
  let document = data;
  for (const [slot, label] of recordSteps) {
    const signed = await sign(document, slot, label, canonicalization);
    document = signed.document;
    fragments.push({ slot, fragment: signed.fragment });
  }
  return { document, fragments };
}

test('a record in the plain way is prepared from its bytes as the parser would prepare it', async () => {
  const plain = writer.write(buildRecordData({}));
  // The same record with another first line: the parser has to look.
  const other = Buffer.from(Buffer.from(plain).toString('utf8').replace('encoding="UTF-8"?>\n', 'encoding="UTF-8" ?>\n'), 'utf8');
  const prepared = [];
  const fragments: { readonly slot: SignatureSlot; readonly fragment: string }[] = [];
  for (const [slot, label] of recordSteps) {
    const { algorithm, certificate, signWith } = signerOf(label);
    const both = [plain, other].map((data) => recordSigner.prepare({ document: recordSigner.assemble(data, fragments), slot, algorithm, canonicalization: 'exclusive', certificate: certificate.der, signingTime, signerPersonalId: '079180001234' }));
    prepared.push(both);
    const [first] = both;
    if (first !== undefined) fragments.push({ slot, fragment: recordSigner.finish({ document: plain, prepared: first, signatureValue: await signWith(first.toBeSigned) }).fragment });
  }
  expect({ bytes: prepared.map(([first]) => first), plain: recordSteps.map(([{ references }]) => plainRegion(recordSigner.assemble(plain, fragments), references) !== null), other: plainRegion(other, 'data') }).toEqual({
    bytes: prepared.map(([, second]) => second),
    plain: [true, true, true, true],
    other: null,
  });
});

const recordIds = ['DU_LIEU_HOC_BA', 'THONG_TIN_HOC_BA', 'DIEM_TONG_KET', 'http://www.w3.org/2000/09/xmldsig#:SignatureProperty'].flatMap((name) => ['--id-attr:Id', name]);

/** xmlsec1's own words on the signatures that an XPath names: its OK and how many references of how many. */
function xmlsec(file: string, ids: readonly string[], xpath: string): string {
  const { ok, output } = judge('xmlsec1', ['--verify', ...ids, '--verification-gmt-time', '2026-06-01 00:00:00', '--trusted-pem', 'ca.pem', '--node-xpath', xpath, file], folder);
  return `${ok ? 'OK' : 'FAIL'} ${/References \(ok\/all\): (\S+)/.exec(output)?.[1] ?? output}`;
}

function xmlsecOnRecord(document: Uint8Array): readonly string[] {
  writeFileSync(join(folder, 'record.xml'), document);
  return ['GVBM', 'GVCN', 'CBQL', 'KY_PHAT_HANH'].map((slot) => xmlsec('record.xml', recordIds, `//${slot}/*[local-name()='Signature']`));
}

const withXmlsec = judge('sh', ['-c', 'command -v xmlsec1']).ok;
const reason = withXmlsec ? '' : ' (skipped: xmlsec1 is not installed, apt-get install xmlsec1)';

describe.each(['exclusive', 'inclusive'] as const)('%s canonical form', (canonicalization) => {
  test.skipIf(!withXmlsec)(`xmlsec1 agrees on a record with four signatures, RSA and P-256${reason}`, async () => {
    const data = record('Nguyễn Thị Bích Ẫ');
    const { document, fragments } = await signedRecord(data, canonicalization);
    const end = Buffer.from(data).lastIndexOf('</HOC_BA>');
    expect({
      verdicts: xmlsecOnRecord(document),
      assembled: Buffer.compare(recordSigner.assemble(data, fragments), document),
      frozen: [Buffer.compare(document.subarray(0, end), data.subarray(0, end)), Buffer.from(document).subarray(-(data.length - end)).toString()],
      shape: Buffer.from(document).subarray(end).toString().replaceAll(/<ds:Signature .*?<\/ds:Signature>/gs, '…'),
    }).toEqual({
      verdicts: ['OK 2/2', 'OK 2/2', 'OK 2/2', 'OK 2/2'],
      assembled: 0,
      frozen: [0, '</HOC_BA>\n'],
      shape:
        `<${part}><DANH_SACH_GVBM><GVBM><NGAY_KY>${signingTime}</NGAY_KY><SO_CCCD>079180001234</SO_CCCD>…</GVBM></DANH_SACH_GVBM>` +
        `<GVCN><NGAY_KY>${signingTime}</NGAY_KY><SO_CCCD>079180001234</SO_CCCD>…</GVCN>` +
        `<PHAT_HANH_HOC_BA><CBQL><NGAY_KY>${signingTime}</NGAY_KY><SO_CCCD>079180001234</SO_CCCD>…</CBQL>` +
        `<KY_PHAT_HANH><NGAY_KY>${signingTime}</NGAY_KY>…</KY_PHAT_HANH></PHAT_HANH_HOC_BA></${part}></HOC_BA>\n`,
    });
  });

  test.skipIf(!withXmlsec)(`xmlsec1 sees one changed letter in the data or in a signing time${reason}`, async () => {
    const { document } = await signedRecord(record('Nguyễn Văn An'), canonicalization);
    const changed = (from: string, to: string) => xmlsecOnRecord(Buffer.from(Buffer.from(document).toString().replace(from, to)));
    expect([changed('<DIEM>8.5', '<DIEM>9.5'), changed('Văn An', 'Văn Ân'), changed(`<SigningTime>${signingTime}`, '<SigningTime>2026-05-30T10:15:00+07:00')].map((verdicts) => verdicts.map((verdict) => verdict.slice(0, 4).trim()))).toEqual([
      ['FAIL', 'FAIL', 'FAIL', 'FAIL'],
      ['OK 2', 'FAIL', 'FAIL', 'FAIL'],
      ['FAIL', 'OK 2', 'OK 2', 'OK 2'],
    ]);
  });

  test.skipIf(!withXmlsec).each(['con-dau', 'hieu-truong'])(`xmlsec1 agrees on a transaction list of several signed records, by %s${reason}`, async (label) => {
    const records = await Promise.all(['Lò Thị Mai', 'Hoàng Ẫ'].map(async (name) => (await signedRecord(record(name), canonicalization)).document));
    const bodies = records.map((bytes) => Buffer.from(bytes).toString('utf8').replace(/^<\?xml.*?\?>/, ''));
    const list = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?><DANH_SACH_HOC_BA id="dataDanhSach">${bodies.join('')}</DANH_SACH_HOC_BA>`, 'utf8');
    const { algorithm, certificate, signWith } = signerOf(label);
    const signed = await createTransactionSigner().sign({ document: list, canonicalization, certificate: certificate.der, algorithm, signingTime, sign: signWith });
    const ids = ['--id-attr:id', 'DANH_SACH_HOC_BA', '--id-attr:Id', 'http://www.w3.org/2000/09/xmldsig#:Object'];
    const verdictOf = (bytes: Uint8Array) => {
      writeFileSync(join(folder, 'list.xml'), bytes);
      return xmlsec('list.xml', ids, "/*/*[local-name()='Signature']").slice(0, 6);
    };
    expect([verdictOf(signed), verdictOf(Buffer.from(Buffer.from(signed).toString().replace('8.5', '8.6'))), Buffer.compare(signed.subarray(0, list.length - 19), list.subarray(0, -19))]).toEqual(['OK 2/2', 'FAIL 0', 0]);
  });
});

test.skipIf(!withXmlsec).each(['con-dau', 'hieu-truong'])(`xmlsec1 agrees on the seal of a bundle in the unpacked folder, by %s${reason}`, async (label) => {
  const contents = { 'hoc-ba/Nguyễn Thị Ẫ (1).xml': 'một', 'hoc-ba/a+b:c & 100%.pdf': 'hai' };
  const files = Object.entries(contents).map(([name, text]) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
    return { name, mimeType: name.endsWith('.pdf') ? 'application/pdf' : 'text/xml', sha256: createHash('sha256').update(text).digest() };
  });
  const { algorithm, certificate, signWith } = signerOf(label);
  const seal = await createBundleSealer().seal({ files, certificate: certificate.der, chain: [opened.tokens.caCertificate], algorithm, signingTime, sign: signWith });
  writeFileSync(join(folder, 'signatures0.xml'), seal);
  const verdict = () => xmlsec('signatures0.xml', ['--id-attr:Id', 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties'], '//*[local-name()="Signature"]');
  const whole = verdict();
  writeFileSync(join(folder, 'hoc-ba/a+b:c & 100%.pdf'), 'Hai');
  expect([whole, verdict().slice(0, 4)]).toEqual(['OK 3/3', 'FAIL']);
});

test('refuses to sign a slot twice, a record without the region, and a DOCTYPE', async () => {
  const once = await sign(record('An'), homeroom, 'co-hoa', 'exclusive');
  const codeOf = async (attempt: Promise<unknown>) => attempt.then(() => 'signed', (error: unknown) => (error instanceof OfficeError ? error.code : error));
  expect([
    await codeOf(sign(once.document, homeroom, 'co-hoa', 'exclusive')),
    await codeOf(sign(Buffer.from('<HOC_BA><A/></HOC_BA>'), principal, 'co-hoa', 'exclusive')),
    await codeOf(sign(Buffer.from('<HOC_BA><A Id="data"/><B Id="data"/></HOC_BA>'), principal, 'co-hoa', 'exclusive')),
    await codeOf(sign(Buffer.from('<!DOCTYPE HOC_BA><HOC_BA><A Id="data"/></HOC_BA>'), principal, 'co-hoa', 'exclusive')),
    await codeOf(sign(Buffer.from('<HOC_BA><A Id="data">'), principal, 'co-hoa', 'exclusive')),
  ]).toEqual(['signing.out-of-order', 'records.schema', 'records.schema', 'records.schema', 'records.schema']);
});
