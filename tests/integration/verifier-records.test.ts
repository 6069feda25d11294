import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FileReport } from '#core/contract/verification.ts';
import { fileReport as fileReportSchema } from '#core/contract/verification.ts';
import type { TrustAnchors } from '#main/office/ports/verifier.ts';
import { createVerifier } from '#main/signing/verifier/verifier.ts';
import { exclusive, homeroomId, inclusive, noAnchors, openPoints, openWorkshop, principalId, recordData, schoolName, signRecord, toolsMissing, type Signer, type Step, type Workshop } from './verifier-parts.ts';

const ready = toolsMissing === '';
const verifier = createVerifier();
const at = '2026-06-15T08:00:00+07:00';
const rsaTime = '2026-05-31T10:15:00+07:00';
const ecdsa = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';

let workshop: Workshop;
let root: Signer;
let people: Record<'homeroom' | 'principal' | 'school', Signer>;
let anchors: TrustAnchors;
let issued: string;

const check = (text: string, trust: TrustAnchors = anchors, when = at): Promise<FileReport> => verifier.checkRecord({ name: 'hoc-ba.xml', bytes: Buffer.from(text, 'utf8'), anchors: trust, at: when });
const steps = (changes: Partial<Record<'GVCN' | 'CBQL' | 'KY_PHAT_HANH', Partial<Step>>> = {}): readonly Step[] => [
  { slot: 'GVCN', signer: people.homeroom, ...changes.GVCN },
  { slot: 'CBQL', signer: people.principal, ...changes.CBQL, options: { method: ecdsa, ...changes.CBQL?.options } },
  { slot: 'KY_PHAT_HANH', signer: people.school, ...changes.KY_PHAT_HANH },
];
/** The verdict with everything that stayed open, of the file and then of each signature. */
const summary = (report: FileReport) => [report.verdict, ...openPoints(report), ...report.signatures.flatMap((each) => openPoints(each).map((point) => `${each.role}: ${point}`))];

beforeAll(() => {
  if (!ready) return;
  workshop = openWorkshop();
  root = workshop.authority('goc');
  people = {
    homeroom: workshop.signer('hoa', root, `/C=VN/CN=Nguyễn Thị Hoa/UID=CCCD:${homeroomId}`),
    principal: workshop.signer('binh', root, `/C=VN/O=${schoolName}/CN=Trần Văn Bình/UID=CCCD:${principalId}`, { key: 'P-256' }),
    school: workshop.signer('truong', root, `/C=VN/O=Sở GD, "Phú Thọ"/CN=${schoolName}/UID=MST:2600123456`),
  };
  anchors = { ...noAnchors, roots: [root.der], crls: [workshop.revocationList(root)] };
  issued = signRecord(workshop, recordData(), steps());
}, 120_000);
afterAll(() => workshop?.close());

describe.skipIf(!ready)(`records signed by xmlsec1${toolsMissing}`, () => {
  test('an issued record is valid only where everything is established', async () => {
    const report = await check(issued);
    expect(fileReportSchema.safeParse(report).success).toBe(true);
    expect({ ...report, digest: '', size: 0, signatures: report.signatures.map(({ role, verdict, algorithm, covers, signingTime, certificate }) => ({ role, verdict, algorithm, covers, signingTime, holder: certificate?.holder, kind: certificate?.kind, keyType: certificate?.keyType })) }).toEqual({
      name: 'hoc-ba.xml',
      kind: 'record-xml',
      size: 0,
      digest: '',
      verdict: 'valid',
      record: { uuid: '7d1f4f2e-5f3c-4b58-9d8e-0a6d6a1c2b3d', pupilName: 'Nguyễn Thị Bích Ẫ', birthDate: '2012-03-04', personalId: '079212009876', schoolName, className: '7A', schoolYear: '2025-2026', learning: '', conduct: '', promoted: '1', dataDigest: expect.stringMatching(/^[0-9a-f]{64}$/) },
      bundle: null,
      findings: ['xml-form', 'profile', 'structure', 'exact-form', 'signing-order', 'issued'].map((code) => ({ code, outcome: 'established', params: code === 'profile' ? { profile: 'secondary-v1' } : {} })),
      signatures: [
        { role: 'homeroomTeacher', verdict: 'valid', algorithm: 'rsa-sha256', covers: ['#thongtinhocba', '#SigningTime-GVCN'], signingTime: rsaTime, holder: 'Nguyễn Thị Hoa', kind: 'person', keyType: 'RSA-2048' },
        { role: 'principal', verdict: 'valid', algorithm: 'ecdsa-sha256', covers: ['#data', '#SigningTime-CBQL'], signingTime: rsaTime, holder: 'Trần Văn Bình', kind: 'person', keyType: 'ECDSA P-256' },
        { role: 'school', verdict: 'valid', algorithm: 'rsa-sha256', covers: ['#data', '#SigningTime-KY_PHAT_HANH'], signingTime: rsaTime, holder: schoolName, kind: 'organisation', keyType: 'RSA-2048' },
      ],
    });
  });

  test('inclusive canonical form, P-384 and a subject teacher are in the profile', async () => {
    const teacher = workshop.signer('toan', root, '/C=VN/CN=Lò Văn Toán/UID=CCCD:014190001111', { key: 'P-384' });
    const options = { canonical: inclusive };
    const record = signRecord(workshop, recordData(), [{ slot: 'GVBM', signer: teacher, options: { ...options, method: ecdsa } }, ...steps({ GVCN: { options }, CBQL: { options }, KY_PHAT_HANH: { options } })]);
    expect(summary(await check(record))).toEqual(['valid']);
  });

  test('what is unknown never becomes valid', async () => {
    const short = (text: string, trust?: TrustAnchors, when?: string) => check(text, trust, when).then(summary);
    const shortLived = workshop.signer('ngan', root, `/C=VN/CN=${schoolName}/UID=MST:2600123456`, { times: ['20250101000000Z', '20260610000000Z'] });
    const unsaid = workshop.signer('khong-ghi', root, `/C=VN/CN=Trần Văn Bình/UID=CCCD:${principalId}`, { usage: '' });
    const each = (point: string) => ['homeroomTeacher', 'principal', 'school'].map((role) => `${role}: ${point}`);
    expect({
      'no root': await short(issued, { ...anchors, roots: [] }),
      'no revocation list': await short(issued, { ...anchors, crls: [] }),
      'revocation list of the past': (await short(issued, anchors, '2029-06-15T08:00:00+07:00')),
      'signed by the principal only': await short(signRecord(workshop, recordData(), steps().slice(0, 2))),
      'expired since': await short(signRecord(workshop, recordData(), steps({ KY_PHAT_HANH: { signer: shortLived } }))),
      'key usage unsaid': await short(signRecord(workshop, recordData(), steps({ CBQL: { signer: unsaid, options: { method: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' } } }))),
      'another school': await short(signRecord(workshop, recordData({ TEN_TRUONG: 'Trường THCS Lê Lợi' }), steps())),
      'school before principal by the clock': await short(signRecord(workshop, recordData(), steps({ KY_PHAT_HANH: { options: { signingTime: '2026-05-30T10:15:00+07:00' } } }))),
      'signed in the future': await short(issued, anchors, '2026-05-30T00:00:00+07:00'),
      'not signed': await short(signRecord(workshop, recordData(), [])),
    }).toEqual({
      'no root': ['indeterminate', ...['homeroomTeacher', 'principal', 'school'].flatMap((role) => [`${role}: chain not-established`, `${role}: revocation-not-checked not-established`])],
      'no revocation list': ['indeterminate', ...each('revocation-not-checked not-established')],
      'revocation list of the past': ['indeterminate', ...each('revocation-not-checked not-established')],
      'signed by the principal only': ['indeterminate', 'issued not-established'],
      'expired since': ['indeterminate', 'school: validity not-established'],
      'key usage unsaid': ['indeterminate', 'principal: key-usage not-established'],
      'another school': ['indeterminate', 'school: signer-binding not-established'],
      'school before principal by the clock': ['indeterminate', 'signing-order not-established'],
      'signed in the future': ['indeterminate', ...[...each('signing-time not-established'), ...each('revocation-not-checked not-established')].toSorted(byRole)],
      'not signed': ['unsigned', 'signature-present not-established'],
    });
  }, 60_000);

  test('what is wrong is invalid, and algorithms outside the profile are unsupported', async () => {
    const short = async (changes: Parameters<typeof steps>[0], trust?: TrustAnchors) => summary(await check(signRecord(workshop, recordData(), steps(changes)), trust));
    const rsa = { method: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' };
    const other = workshop.signer('khac', root, '/C=VN/CN=Lê Văn Khác/UID=CCCD:079170009999');
    const cipher = workshop.signer('ma-hoa', root, `/C=VN/CN=Trần Văn Bình/UID=CCCD:${principalId}`, { usage: 'keyEncipherment' });
    const weak = workshop.signer('yeu', root, `/C=VN/CN=Trần Văn Bình/UID=CCCD:${principalId}`, { key: 'rsa:1024' });
    const twin = workshop.authority('goc-gia', 'goc');
    const late = workshop.signer('muon', root, `/C=VN/CN=${schoolName}/UID=MST:2600123456`, { times: ['20260601000000Z', '20300101000000Z'] });
    const revoked = workshop.signer('thu-hoi', root, `/C=VN/CN=${schoolName}/UID=MST:2600123456`);
    const crls = [workshop.revocationList(root, [revoked])];
    expect({
      'another person': await short({ CBQL: { signer: other, options: rsa } }),
      'the school in the place of the principal': await short({ CBQL: { signer: people.school, options: rsa } }),
      'a person in the place of the school': await short({ KY_PHAT_HANH: { signer: people.homeroom } }),
      'a key for ciphers': await short({ CBQL: { signer: cipher, options: rsa } }),
      'a weak key': await short({ CBQL: { signer: weak, options: rsa } }),
      'signed before the certificate began': await short({ KY_PHAT_HANH: { signer: late } }),
      'a stranger with the name of the root': (await short({ KY_PHAT_HANH: { signer: workshop.signer('gia', twin, `/C=VN/CN=${schoolName}/UID=MST:2600123456`) } })),
      'SHA-1 digests': await short({ CBQL: { options: { digest: 'http://www.w3.org/2000/09/xmldsig#sha1' } } }),
      'SHA-1 signature': await short({ KY_PHAT_HANH: { options: { method: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' } } }),
      'another transform': await short({ CBQL: { options: { transforms: `<ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><ds:Transform Algorithm="${exclusive}"/></ds:Transforms>` } } }),
      'no transform': await short({ CBQL: { options: { transforms: '' } } }),
      'issued without the principal': summary(await check(signRecord(workshop, recordData(), steps().filter(({ slot }) => slot !== 'CBQL')))),
      'revoked after signing': await short({ KY_PHAT_HANH: { signer: revoked } }, { ...anchors, crls }),
    }).toEqual({
      'another person': ['invalid', 'principal: signer-binding failed'],
      'the school in the place of the principal': ['invalid', 'principal: signer-kind failed', 'principal: signer-binding not-established'],
      'a person in the place of the school': ['invalid', 'school: signer-kind failed', 'school: signer-binding not-established'],
      'a key for ciphers': ['invalid', 'principal: key-usage failed'],
      'a weak key': ['unsupported', 'principal: key-strength not-established'],
      'signed before the certificate began': ['invalid', 'school: signing-time failed', 'school: validity failed'],
      'a stranger with the name of the root': ['indeterminate', 'school: chain not-established', 'school: revocation-not-checked not-established'],
      'SHA-1 digests': ['unsupported', 'principal: algorithms not-established'],
      'SHA-1 signature': ['unsupported', 'school: algorithms not-established'],
      'another transform': ['invalid', 'principal: references failed'],
      'no transform': ['invalid', 'principal: references failed'],
      'issued without the principal': ['invalid', 'signing-order failed', 'issued not-established'],
      'revoked after signing': ['indeterminate', 'school: revocation not-established'],
    });
  }, 120_000);

  test('training is never better than practice, by root, by certificate or by data', async () => {
    const marked = workshop.signer('tap', root, `/C=VN/CN=${schoolName} (LUYỆN TẬP)/UID=MST:2600123456`);
    const decomposed = workshop.signer('tap-nfd', root, `/C=VN/CN=${schoolName.normalize('NFD')} (${'LUYỆN TẬP'.normalize('NFD')})/UID=MST:2600123456`);
    const marks = ['homeroomTeacher', 'principal', 'school'].flatMap((role) => [`${role}: real-certificate not-established`, `${role}: revocation-in-training not-established`]);
    expect({
      root: summary(await check(issued, { ...noAnchors, practiceRoots: [root.der] })),
      'root of both kinds': summary(await check(issued, { ...anchors, practiceRoots: [root.der] })),
      certificate: summary(await check(signRecord(workshop, recordData(), steps({ KY_PHAT_HANH: { signer: marked } })))),
      'certificate in decomposed letters': summary(await check(signRecord(workshop, recordData(), steps({ KY_PHAT_HANH: { signer: decomposed } })))),
      data: summary(await check(signRecord(workshop, recordData({ TEN_TRUONG: `${schoolName} (LUYỆN TẬP)` }), steps()))),
    }).toEqual({
      root: ['practice', ...marks.toSorted(byRole)],
      'root of both kinds': ['practice', ...marks.toSorted(byRole)],
      certificate: ['practice', 'school: real-certificate not-established'],
      'certificate in decomposed letters': ['practice', 'school: real-certificate not-established'],
      data: ['practice', 'real-record not-established'],
    });
  }, 60_000);
});

function byRole(left: string, right: string): number {
  const rank = (line: string) => ['homeroomTeacher', 'principal', 'school'].findIndex((role) => line.startsWith(`${role}:`));
  return rank(left) - rank(right);
}
