import { createPrivateKey, sign as signBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OfficeError } from '#core/contract/errors.ts';
import type { FileReport } from '#core/contract/verification.ts';
import type { SignatureSlot } from '#main/office/ports/signing.ts';
import type { TrustAnchors } from '#main/office/ports/verifier.ts';
import { loadTrustAnchors } from '#main/signing/verifier/trust-anchors.ts';
import { createVerifier } from '#main/signing/verifier/verifier.ts';
import { createRecordSigner } from '#main/signing/xml/record-signer.ts';
import { createTransactionSigner } from '#main/signing/xml/transaction-signer.ts';
import { exclusive, homeroomId, noAnchors, openPoints, openWorkshop, principalId, recordData, schoolName, signatureTemplate, signRecord, toolsMissing, type Signer, type Workshop } from './verifier-parts.ts';

const ready = toolsMissing === '';
const verifier = createVerifier();
const at = '2026-06-15T08:00:00+07:00';
const listIds = ['--id-attr:id', 'DANH_SACH_HOC_BA', '--id-attr:Id', 'http://www.w3.org/2000/09/xmldsig#:Object'];

let workshop: Workshop;
let root: Signer;
let people: Record<'homeroom' | 'principal' | 'school', Signer>;
let anchors: TrustAnchors;
let records: readonly string[];

beforeAll(() => {
  if (!ready) return;
  workshop = openWorkshop();
  root = workshop.authority('goc');
  people = {
    homeroom: workshop.signer('hoa', root, `/C=VN/CN=Nguyễn Thị Hoa/UID=CCCD:${homeroomId}`),
    principal: workshop.signer('binh', root, `/C=VN/CN=Trần Văn Bình/UID=CCCD:${principalId}`, { key: 'P-256' }),
    school: workshop.signer('truong', root, `/C=VN/O=Sở "Giáo dục", Phú Thọ/CN=${schoolName}/UID=MST:2600123456`),
  };
  anchors = { ...noAnchors, roots: [root.der], crls: [workshop.revocationList(root)] };
  records = ['Lò Thị Mai', 'Hoàng Ẫ'].map((HO_VA_TEN) =>
    signRecord(workshop, recordData({ HO_VA_TEN }), [{ slot: 'CBQL', signer: people.principal, options: { method: 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256' } }, { slot: 'KY_PHAT_HANH', signer: people.school }]).replace(/^<\?xml.*\?>\n/, '').trimEnd(),
  );
}, 60_000);
afterAll(() => workshop?.close());

const summary = (report: FileReport) => [report.verdict, ...openPoints(report), ...report.signatures.flatMap((each) => openPoints(each).map((point) => `${each.role}: ${point}`))];

describe.skipIf(!ready)(`transaction lists${toolsMissing}`, () => {
  /** The list's own signature: enveloped, the signing time in a ds:Object with its own Id. */
  function signedList(signer: Signer, alter: (template: string) => string = (template) => template): string {
    const template = signatureTemplate('dataDanhSach', 'dataDanhSach', signer)
      .replace('<ds:Transforms>', '<ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>')
      .replace('<ds:Object>', '<ds:Object Id="SigningTime-dataDanhSach">')
      .replace('<ds:SignatureProperty Id="SigningTime-dataDanhSach"', '<ds:SignatureProperty');
    const list = `<?xml version="1.0" encoding="UTF-8"?>\n<DANH_SACH_HOC_BA id="dataDanhSach">${records.join('\n')}${alter(template)}</DANH_SACH_HOC_BA>`;
    return workshop.sign(list, "/*/*[local-name()='Signature']", signer, listIds).trimEnd();
  }
  const check = (text: string) => verifier.checkTransaction({ bytes: Buffer.from(text, 'utf8'), anchors, at });

  test('a sound list gives its records byte for byte, and they are valid alone', async () => {
    const list = signedList(people.school);
    const { report, records: taken } = await check(list);
    const whole = await verifier.checkFile({ name: 'list.xml', bytes: Buffer.from(list), anchors, at });
    const alone = await Promise.all(taken.map(async (bytes) => summary(await verifier.checkRecord({ name: 'x', bytes, anchors, at }))));
    expect({ list: summary(report), signature: report.signatures.map(({ role, covers, signingTime }) => ({ role, covers, signingTime })), taken: taken.map((bytes) => Buffer.from(bytes).toString('utf8')), alone, whole: [whole.verdict, ...whole.inner.map(({ verdict, record }) => `${record?.pupilName} ${verdict}`)] }).toEqual({
      list: ['valid'],
      signature: [{ role: 'transaction', covers: ['#dataDanhSach', '#SigningTime-dataDanhSach'], signingTime: '2026-05-31T10:15:00+07:00' }],
      taken: records,
      alone: [['valid'], ['valid']],
      whole: ['valid', 'Lò Thị Mai valid', 'Hoàng Ẫ valid'],
    });
  });

  test('what is wrong with a list is said', async () => {
    const sound = signedList(people.school);
    const of = async (text: string) => summary((await check(text)).report);
    expect({
      'a changed record': await of(sound.replace('Hoàng Ẫ', 'Hoàng Ẩ')),
      'a record taken out': await of(sound.replace(records[0] ?? '', '')),
      'a record put in behind the signature': await of(sound.replace('</DANH_SACH_HOC_BA>', '<HOC_BA/></DANH_SACH_HOC_BA>')),
      'the id again': await of(sound.replace('<THONG_TIN_CHUNG>', '<THONG_TIN_CHUNG ID="dataDanhSach">')),
      'a stranger among the records': await of(sound.replace('<HOC_BA>', '<GIAY_KHEN/><HOC_BA>')),
      'signed by a person': await of(signedList(people.homeroom)),
      'without the enveloped transform': await of(signedList(people.school, (template) => template.replaceAll('http://www.w3.org/2000/09/xmldsig#enveloped-signature', exclusive))),
      'an instruction before the root': await of(sound.replace('<DANH', '<?x y?><DANH')),
      'not signed': await of(`<DANH_SACH_HOC_BA id="dataDanhSach">${records.join('')}</DANH_SACH_HOC_BA>`),
    }).toEqual({
      'a changed record': ['invalid', 'transaction: integrity failed'],
      'a record taken out': ['invalid', 'transaction: integrity failed'],
      'a record put in behind the signature': ['invalid', 'structure failed'],
      'the id again': ['invalid', 'structure failed'],
      'a stranger among the records': ['invalid', 'structure failed'],
      'signed by a person': ['invalid', 'transaction: signer-kind failed'],
      'without the enveloped transform': ['invalid', 'transaction: references failed'],
      'an instruction before the root': ['invalid', 'structure failed'],
      'not signed': ['unsigned', 'signature-present not-established'],
    });
  });
});

describe.skipIf(!ready)(`what our own signer makes${toolsMissing}`, () => {
  const signWith = (signer: Signer) => (data: Uint8Array) => {
    const key = createPrivateKey(readFileSync(join(workshop.folder, `${signer.name}.key`)));
    return Promise.resolve(new Uint8Array(signBytes('sha256', data, key.asymmetricKeyType === 'ec' ? { key, dsaEncoding: 'ieee-p1363' } : key)));
  };
  const part = 'DANH_SACH_THONG_TIN_KY';
  const places: readonly (readonly [SignatureSlot, keyof typeof people, string | null])[] = [
    [{ role: 'homeroomTeacher', path: `${part}/GVCN`, references: 'thongtinhocba', propertyId: 'SigningTime-GVCN' }, 'homeroom', homeroomId],
    [{ role: 'principal', path: `${part}/PHAT_HANH_HOC_BA/CBQL`, references: 'data', propertyId: 'SigningTime-CBQL' }, 'principal', principalId],
    [{ role: 'school', path: `${part}/PHAT_HANH_HOC_BA/KY_PHAT_HANH`, references: 'data', propertyId: 'SigningTime-KY_PHAT_HANH' }, 'school', null],
  ];

  test.each(['exclusive', 'inclusive'] as const)('%s: indeterminate until issued, then valid, alone and in a list', async (canonicalization) => {
    const signer = createRecordSigner();
    const signingTime = '2026-06-01T07:30:00+07:00';
    let document: Uint8Array = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<HOC_BA>${recordData()}</HOC_BA>\n`);
    const verdicts: (readonly string[])[] = [];
    for (const [slot, who, signerPersonalId] of places) {
      const algorithm = who === 'principal' ? 'ecdsa-p256-sha256' : 'rsa-sha256';
      const prepared = signer.prepare({ document, slot, algorithm, canonicalization, certificate: people[who].der, signingTime, signerPersonalId });
      document = signer.finish({ document, prepared, signatureValue: await signWith(people[who])(prepared.toBeSigned) }).document;
      verdicts.push(summary(await verifier.checkRecord({ name: 'x', bytes: document, anchors, at })));
    }
    const body = Buffer.from(document).toString('utf8').replace(/^<\?xml.*\?>\n/, '');
    const list = Buffer.from(`<DANH_SACH_HOC_BA id="dataDanhSach">${body}</DANH_SACH_HOC_BA>`);
    const sent = await createTransactionSigner().sign({ document: list, canonicalization, certificate: people.school.der, algorithm: 'rsa-sha256', signingTime, sign: signWith(people.school) });
    const whole = await verifier.checkFile({ name: 'list.xml', bytes: sent, anchors, at });
    expect({ verdicts, list: [summary(whole.file), ...whole.inner.map(summary)] }).toEqual({
      verdicts: [['indeterminate', 'issued not-established'], ['indeterminate', 'issued not-established'], ['valid']],
      list: [['valid'], ['valid']],
    });
  });
});

describe.skipIf(!ready)(`certificates${toolsMissing}`, () => {
  test('are described, and what is none is refused', () => {
    const facts = verifier.describeCertificate(people.school.der);
    expect({ ...facts, serial: /^[0-9A-F]+$/.test(facts.serial), digest: facts.digest.length }).toEqual({
      holder: schoolName,
      organisation: 'Sở "Giáo dục", Phú Thọ',
      serial: true,
      issuer: 'CA goc',
      notBefore: '2025-01-01T00:00:00.000Z',
      notAfter: '2030-01-01T00:00:00.000Z',
      digest: 64,
      keyType: 'RSA-2048',
      kind: 'organisation',
      training: false,
    });
    for (const bytes of [new Uint8Array(), Buffer.from('hello'), Buffer.concat([people.school.der, Buffer.from('x')]), Buffer.from(people.school.der).subarray(0, 100)]) {
      expect(() => verifier.describeCertificate(bytes)).toThrow(expect.objectContaining({ name: OfficeError.name, code: 'file.unreadable' }));
    }
  });

  test('anchors are read from a folder in DER and PEM; what is no certificate is left out', async () => {
    const folder = join(workshop.folder, 'trust');
    mkdirSync(join(folder, 'roots'), { recursive: true });
    mkdirSync(join(folder, 'crls'));
    const pem = readFileSync(join(workshop.folder, 'goc.pem'), 'utf8');
    writeFileSync(join(folder, 'roots', 'a.der'), root.der);
    writeFileSync(join(folder, 'roots', 'b.pem'), `# two\n${pem}\n${pem}`);
    writeFileSync(join(folder, 'roots', 'c.crt'), 'hello');
    writeFileSync(join(folder, 'roots', 'README.txt'), pem);
    writeFileSync(join(folder, 'crls', 'goc.crl'), readFileSync(join(workshop.folder, 'goc.crl')));
    const read = await loadTrustAnchors(folder);
    expect({ roots: read.roots.map((der) => Buffer.compare(der, root.der)), rest: [read.intermediates, read.practiceRoots], crls: read.crls?.map((der) => Buffer.compare(der, anchors.crls?.[0] ?? new Uint8Array())), none: await loadTrustAnchors(join(folder, 'nowhere')) }).toEqual({
      roots: [0, 0, 0],
      rest: [[], []],
      crls: [0],
      none: { roots: [], intermediates: [], practiceRoots: [], crls: [] },
    });
  });
});
