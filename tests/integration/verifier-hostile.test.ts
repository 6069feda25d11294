import { constants, createPrivateKey, sign as signBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SignatureAlgorithm, SignatureSlot } from '#main/office/ports/signing.ts';
import type { TrustAnchors } from '#main/office/ports/verifier.ts';
import { createVerifier } from '#main/signing/verifier/verifier.ts';
import { createRecordSigner } from '#main/signing/xml/record-signer.ts';
import { noAnchors, openPoints, openWorkshop, principalId, recordData, schoolName, toolsMissing, type Signer, type Workshop } from './verifier-parts.ts';

const ready = toolsMissing === '';
const verifier = createVerifier();
const at = '2026-06-15T08:00:00+07:00';
const megabyte = 1024 * 1024;

/** 100 MB of one thing, with a start that makes the verifier look closer. */
const nonsense: Readonly<Record<string, readonly [start: string, filling: string, verdict: string]>> = {
  zeros: ['', '\0', 'unsupported'],
  'angle brackets': ['', '<', 'unsupported'],
  'a zip without an end': ['PK\u0003\u0004', '\0', 'invalid'],
  'a zip of ends': ['', 'PK\u0005\u0006', 'invalid'],
  'a zip of directories': ['PK\u0003\u0004', 'PK\u0001\u0002', 'invalid'],
  'a record of letters': ['<HOC_BA>', 'a', 'invalid'],
  'a list of elements': ['<DANH_SACH_HOC_BA id="dataDanhSach">', '<a/>', 'invalid'],
  'a list of depth': ['<DANH_SACH_HOC_BA id="dataDanhSach">', '<a>', 'invalid'],
  'foreign XML': ['<abc>', '<a b="c"/>', 'unsupported'],
  'a DOCTYPE': ['<!DOCTYPE a [', '<!ENTITY a "b">', 'unsupported'],
};

test('100 MB of nonsense of every kind are refused in bounded memory', async () => {
  const verdicts: Record<string, string> = {};
  let most = 0;
  for (const [kind, [start, filling]] of Object.entries(nonsense)) {
    const bytes = Buffer.alloc(100 * megabyte, filling, 'latin1');
    bytes.write(start, 0, 'latin1');
    const before = process.memoryUsage().rss;
    verdicts[kind] = (await verifier.checkFile({ name: 'x', bytes, anchors: noAnchors, at })).verdict;
    most = Math.max(most, process.memoryUsage().rss - before);
  }
  expect({ verdicts, bounded: most < 600 * megabyte }).toEqual({ verdicts: Object.fromEntries(Object.entries(nonsense).map(([kind, [, , verdict]]) => [kind, verdict])), bounded: true });
}, 60_000);

/** Small files that grow when they are read. */
const traps: Readonly<Record<string, () => string>> = {
  'two million elements': () => `<HOC_BA Id="data">${'<a/>'.repeat(2_000_001)}</HOC_BA>`,
  'a million attributes': () => `<HOC_BA ${Array.from({ length: 500_001 }, (_, index) => `a${index.toString(36)}=""`).join(' ')}/>`,
  'two hundred levels with long namespaces': () => `<HOC_BA><DU_LIEU_HOC_BA Id="data">${Array.from({ length: 200 }, (_, index) => `<a xmlns:n${index}="u${'x'.repeat(20_000)}">`).join('')}${'</a>'.repeat(200)}</DU_LIEU_HOC_BA></HOC_BA>`,
  'letters of two bytes without a mark': () => Buffer.from('<HOC_BA Id="data"/>', 'utf16le').toString('latin1'),
  'a NUL in a name': () => '<HOC_BA Id="data">a\0b</HOC_BA>',
  'half a letter': () => '<HOC_BA Id="data">\xe1\xba</HOC_BA>',
  'a lone surrogate': () => '<HOC_BA Id="data">\xed\xa0\x80</HOC_BA>',
  'a reference to a NUL': () => '<HOC_BA Id="data">&#0;</HOC_BA>',
  'an attribute twice': () => '<HOC_BA Id="data" Id="data"/>',
  'an id in another namespace': () => '<HOC_BA xmlns:wsu="urn:x"><DU_LIEU_HOC_BA wsu:Id="data" Id="data"/></HOC_BA>',
  // Each canonical form of a part looks at the whole document, and each node's way to the root.
  'sixty signatures over twenty thousand elements': () => `<HOC_BA>${busy(`${'<b>'.repeat(40)}${'<a/>'.repeat(20_000)}${'</b>'.repeat(40)}`)}</HOC_BA>`,
  // Such a document has no canonical form: one letter taken out of a namespace makes it.
  'a namespace with a relative name': () => `<HOC_BA>${busy('<x:a xmlns:x="http//uri"/>')}</HOC_BA>`,
  'a hundred levels': () => `<HOC_BA><DU_LIEU_HOC_BA Id="data">${'<b>'.repeat(100)}${'</b>'.repeat(100)}</DU_LIEU_HOC_BA></HOC_BA>`,
  'ten thousand teachers': () => `<HOC_BA><DU_LIEU_HOC_BA Id="data"><THONG_TIN_HOC_BA Id="thongtinhocba"/></DU_LIEU_HOC_BA><DANH_SACH_THONG_TIN_KY><DANH_SACH_GVBM>${'<GVBM><NGAY_KY>x</NGAY_KY></GVBM>'.repeat(10_000)}</DANH_SACH_GVBM></DANH_SACH_THONG_TIN_KY></HOC_BA>`,
};

/** The inside of a record in which sixty teachers' signatures have to be looked at, whatever they are worth. */
function busy(filling: string): string {
  const regions = Array.from({ length: 60 }, (_, index) => `<DIEM_TONG_KET Id="mon-${index}"/>`);
  const digest = '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>AAAA</ds:DigestValue></ds:Reference>';
  const reference = (id: string) => `<ds:Reference URI="#${id}"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms>${digest}`;
  const teachers = regions.map(
    (_, index) =>
      `<GVBM><NGAY_KY>x</NGAY_KY><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="S${index}"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>${reference(`mon-${index}`)}${reference(`T${index}`)}</ds:SignedInfo>` +
      `<ds:SignatureValue>AAAA</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>AAAA</ds:X509Certificate></ds:X509Data></ds:KeyInfo><ds:Object><ds:SignatureProperties><ds:SignatureProperty Id="T${index}" Target="#S${index}"><SigningTime>x</SigningTime></ds:SignatureProperty></ds:SignatureProperties></ds:Object></ds:Signature></GVBM>`,
  );
  return `<DU_LIEU_HOC_BA Id="data"><THONG_TIN_HOC_BA Id="thongtinhocba">${regions.join('')}${filling}</THONG_TIN_HOC_BA></DU_LIEU_HOC_BA><DANH_SACH_THONG_TIN_KY><DANH_SACH_GVBM>${teachers.join('')}</DANH_SACH_GVBM></DANH_SACH_THONG_TIN_KY>`;
}

test.each(Object.entries(traps))('refused: %s', async (_, make) => {
  const { verdict, file } = await verifier.checkFile({ name: 'x.xml', bytes: Buffer.from(make(), 'latin1'), anchors: noAnchors, at });
  expect([['invalid', 'unsupported'].includes(verdict), file.findings.some(({ code }) => code === 'check-completed')]).toEqual([true, false]);
});

describe.skipIf(!ready)(`algorithms and signature values${toolsMissing}`, () => {
  let workshop: Workshop;
  let root: Signer;
  let anchors: TrustAnchors;
  beforeAll(() => {
    workshop = openWorkshop();
    root = workshop.authority('goc');
    anchors = { ...noAnchors, roots: [root.der], crls: [workshop.revocationList(root)] };
  }, 60_000);
  afterAll(() => workshop?.close());

  type Sign = (bytes: Uint8Array, keyFile: Buffer) => Uint8Array;
  const places: readonly SignatureSlot[] = [
    { role: 'principal', path: 'DANH_SACH_THONG_TIN_KY/PHAT_HANH_HOC_BA/CBQL', references: 'data', propertyId: 'SigningTime-CBQL' },
    { role: 'school', path: 'DANH_SACH_THONG_TIN_KY/PHAT_HANH_HOC_BA/KY_PHAT_HANH', references: 'data', propertyId: 'SigningTime-KY_PHAT_HANH' },
  ];

  /** A record whose two signatures are made by node from bytes that our templates prepared. */
  function record(people: readonly [Signer, Signer], algorithm: SignatureAlgorithm, sign: Sign): Uint8Array {
    const signer = createRecordSigner();
    let document: Uint8Array = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<HOC_BA>${recordData()}</HOC_BA>\n`);
    for (const [index, slot] of places.entries()) {
      const who = people[index === 0 ? 0 : 1];
      const prepared = signer.prepare({ document, slot, algorithm, canonicalization: 'exclusive', certificate: who.der, signingTime: '2026-06-01T07:30:00+07:00', signerPersonalId: index === 0 ? principalId : null });
      document = signer.finish({ document, prepared, signatureValue: sign(prepared.toBeSigned, readFileSync(join(workshop.folder, `${who.name}.key`))) }).document;
    }
    return document;
  }
  const twoOf = (key: string): readonly [Signer, Signer] => [workshop.signer(`a-${key}`, root, `/C=VN/CN=Trần Văn Bình/UID=CCCD:${principalId}`, { key }), workshop.signer(`b-${key}`, root, `/C=VN/CN=${schoolName}/UID=MST:2600123456`, { key })];
  const summary = async (bytes: Uint8Array) => {
    const report = await verifier.checkRecord({ name: 'x', bytes, anchors, at });
    return [report.verdict, ...new Set([...openPoints(report), ...report.signatures.flatMap(openPoints)])].join(', ');
  };

  test('RSA-PSS, P-256 and P-384 hold only in the one right form', async () => {
    const rsa = twoOf('rsa:2048');
    const p256 = twoOf('P-256');
    const p384 = twoOf('P-384');
    const pss = (saltLength: number): Sign => (bytes, key) => signBytes('sha256', bytes, { key: createPrivateKey(key), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
    const ec = (hash: string, dsaEncoding: 'der' | 'ieee-p1363', alter: (value: Buffer) => Uint8Array = (value) => value): Sign => (bytes, key) => alter(signBytes(hash, bytes, { key: createPrivateKey(key), dsaEncoding }));
    const zeros = Buffer.alloc(1);
    expect({
      'RSA-PSS': await summary(record(rsa, 'rsa-pss-sha256', pss(32))),
      'P-384 with SHA-384': await summary(record(p384, 'ecdsa-p384-sha384', ec('sha384', 'ieee-p1363'))),
      'P-256': await summary(record(p256, 'ecdsa-p256-sha256', ec('sha256', 'ieee-p1363'))),
      'RSA-PSS with another salt': await summary(record(rsa, 'rsa-pss-sha256', pss(20))),
      'RSA-PSS with the padding of PKCS #1': await summary(record(rsa, 'rsa-pss-sha256', (bytes, key) => signBytes('sha256', bytes, createPrivateKey(key)))),
      'PKCS #1 with the padding of PSS': await summary(record(rsa, 'rsa-sha256', pss(32))),
      'another digest inside': await summary(record(rsa, 'rsa-sha256', (bytes, key) => signBytes('sha512', bytes, createPrivateKey(key)))),
      'an RSA method with an ECDSA key': await summary(record(p256, 'rsa-sha256', ec('sha256', 'ieee-p1363'))),
      'ECDSA in DER': await summary(record(p256, 'ecdsa-p256-sha256', ec('sha256', 'der'))),
      'r and s one byte longer': await summary(record(p256, 'ecdsa-p256-sha256', ec('sha256', 'ieee-p1363', (value) => Buffer.concat([zeros, value.subarray(0, 32), zeros, value.subarray(32)])))),
      'a byte behind': await summary(record(p256, 'ecdsa-p256-sha256', ec('sha256', 'ieee-p1363', (value) => Buffer.concat([value, zeros])))),
      'r and s zero': await summary(record(p256, 'ecdsa-p256-sha256', () => new Uint8Array(64))),
    }).toEqual({
      'RSA-PSS': 'valid',
      'P-384 with SHA-384': 'valid',
      'P-256': 'valid',
      ...Object.fromEntries(['RSA-PSS with another salt', 'RSA-PSS with the padding of PKCS #1', 'PKCS #1 with the padding of PSS', 'another digest inside', 'an RSA method with an ECDSA key', 'ECDSA in DER', 'r and s one byte longer', 'a byte behind', 'r and s zero'].map((each) => [each, 'invalid, signature-value failed'])),
    });
  }, 60_000);
});
