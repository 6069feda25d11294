import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TrustAnchors } from '#main/office/ports/verifier.ts';
import { createVerifier } from '#main/signing/verifier/verifier.ts';
import { homeroomId, noAnchors, openPoints, openWorkshop, principalId, recordData, schoolName, signRecord, toolsMissing, type Workshop } from './verifier-parts.ts';

const ready = toolsMissing === '';
const verifier = createVerifier();
const at = '2026-06-15T08:00:00+07:00';

let workshop: Workshop;
let anchors: TrustAnchors;
let record: string;
let otherRecord: string;

const checkBytes = (bytes: Uint8Array) => verifier.checkRecord({ name: 'hoc-ba.xml', bytes, anchors, at });
const check = (text: string) => checkBytes(Buffer.from(text, 'utf8'));

beforeAll(() => {
  if (!ready) return;
  workshop = openWorkshop();
  const root = workshop.authority('goc');
  const steps = [
    { slot: 'GVCN', signer: workshop.signer('hoa', root, `/C=VN/CN=Nguyễn Thị Hoa/UID=CCCD:${homeroomId}`) },
    { slot: 'CBQL', signer: workshop.signer('binh', root, `/C=VN/CN=Trần Văn Bình/UID=CCCD:${principalId}`, { key: 'P-256' }), options: { method: 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256' } },
    { slot: 'KY_PHAT_HANH', signer: workshop.signer('truong', root, `/C=VN/CN=${schoolName}/UID=MST:2600123456`) },
  ] as const;
  record = signRecord(workshop, recordData(), steps);
  otherRecord = signRecord(workshop, recordData({ HO_VA_TEN: 'Lò Văn Khác' }), steps);
  anchors = { ...noAnchors, roots: [root.der], crls: [workshop.revocationList(root)] };
}, 60_000);
afterAll(() => workshop?.close());

const slotOf = (text: string, slot: string) => new RegExp(`<${slot}>[\\s\\S]*</${slot}>`).exec(text)?.[0] ?? '';
const dataOf = (text: string) => /<DU_LIEU_HOC_BA[\s\S]*<\/DU_LIEU_HOC_BA>/.exec(text)?.[0] ?? '';
const signatureOf = (slot: string) => /<ds:Signature[\s\S]*<\/ds:Signature>/.exec(slotOf(record, slot))?.[0] ?? '';

/** Each attack, and the first thing that gives it away. */
const attacks: Readonly<Record<string, { readonly forge: (text: string) => string; readonly says: string }>> = {
  'a changed name': { forge: (text) => text.replace('Bích Ẫ', 'Bích Ẩ'), says: 'integrity failed' },
  'a changed mark': { forge: (text) => text.replace('<DIEM>8.5', '<DIEM>9.5'), says: 'integrity failed' },
  'a changed signing time': { forge: (text) => text.replaceAll('2026-05-31T10', '2026-05-31T09'), says: 'integrity failed' },
  'a changed signature value': { forge: (text) => text.replace(/(<ds:SignatureValue>)(.)/g, (_, tag: string, first: string) => `${tag}${first === 'A' ? 'B' : 'A'}`), says: 'signature-value failed' },
  'data of another pupil': { forge: (text) => text.replace(dataOf(text), dataOf(otherRecord)), says: 'integrity failed' },
  'signatures of another place': { forge: (text) => text.replace(signatureOf('CBQL'), signatureOf('KY_PHAT_HANH')), says: 'ids-unique failed' },
  'a signature of another record': { forge: (text) => text.replace(slotOf(text, 'KY_PHAT_HANH'), slotOf(otherRecord, 'KY_PHAT_HANH')), says: 'integrity failed' },
  'a slot that was taken away': { forge: (text) => text.replace(slotOf(text, 'CBQL'), ''), says: 'signing-order failed' },
  'slots in another order': { forge: (text) => text.replace(slotOf(text, 'CBQL') + slotOf(text, 'KY_PHAT_HANH'), slotOf(text, 'KY_PHAT_HANH') + slotOf(text, 'CBQL')), says: 'structure failed' },
  'the homeroom region instead of the data': { forge: (text) => text.replace(slotOf(text, 'CBQL'), slotOf(text, 'CBQL').replace('URI="#data"', 'URI="#thongtinhocba"')), says: 'references failed' },
  'wrapping: true data moved aside, forged data in its place': {
    forge: (text) => text.replace(dataOf(text), dataOf(text).replace('Id="data"', 'Id="data2"').replace('Id="thongtinhocba"', 'Id="tt2"').replace('Id="mon-TOAN"', 'Id="mon-X"').replace('8.5', '10')).replace('</PHAT_HANH_HOC_BA>', `<KHO>${dataOf(text)}</KHO></PHAT_HANH_HOC_BA>`),
    says: 'structure failed',
  },
  'wrapping: true data in a ds:Object': {
    forge: (text) => text.replace(dataOf(text), dataOf(text).replace('8.5', '10')).replace('</ds:Signature></KY_PHAT_HANH>', `<ds:Object>${dataOf(text)}</ds:Object></ds:Signature></KY_PHAT_HANH>`),
    says: 'ids-unique failed',
  },
  'wrapping: the record inside another root': { forge: (text) => `<HOC_BA><DU_LIEU_HOC_BA Id="d"/>${text.replace(/^<\?xml.*\?>\n/, '')}</HOC_BA>`, says: 'structure failed' },
  'wrapping: a second signing time': {
    forge: (text) => text.replace(slotOf(text, 'CBQL'), slotOf(text, 'CBQL').replace('<ds:Object>', '<ds:Object><ds:SignatureProperties><ds:SignatureProperty Id="t2" Target="#Signature-CBQL"><SigningTime>2020-01-01T00:00:00Z</SigningTime></ds:SignatureProperty></ds:SignatureProperties></ds:Object><ds:Object>')),
    says: 'structure failed',
  },
  'a second element with the Id': { forge: (text) => text.replace('<GHI_CHU/>', '<GHI_CHU Id="data"/>'), says: 'ids-unique failed' },
  'the Id again as xml:id': { forge: (text) => text.replace('<GHI_CHU/>', '<GHI_CHU xml:id="data"/>'), says: 'ids-unique failed' },
  'the Id again in small letters': { forge: (text) => text.replace('<GHI_CHU/>', '<GHI_CHU id="thongtinhocba"/>'), says: 'ids-unique failed' },
  'a signature elsewhere': { forge: (text) => text.replace('<GHI_CHU/>', signatureOf('CBQL')), says: 'ids-unique failed' },
  'a Manifest': { forge: (text) => text.replace('<GHI_CHU/>', '<ds:Manifest xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>'), says: 'structure failed' },
  'a third reference': { forge: (text) => text.replaceAll('</ds:SignedInfo>', '<ds:Reference URI=""><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>AAAA</ds:DigestValue></ds:Reference></ds:SignedInfo>'), says: 'references failed' },
  'two SignedInfo': { forge: (text) => text.replace(/(<ds:SignedInfo>[\s\S]*?<\/ds:SignedInfo>)/, '$1$1'), says: 'structure failed' },
  'a comment in a digest': { forge: (text) => text.replace('<ds:DigestValue>', '<ds:DigestValue><!-- -->'), says: 'structure failed' },
  'a comment in a name': { forge: (text) => text.replace('Bích', 'Bí<!-- -->ch'), says: 'exact-form not-established' },
  'a mark as CDATA': { forge: (text) => text.replace('<DIEM>8.5', '<DIEM><![CDATA[8.5]]>'), says: 'exact-form not-established' },
  'a letter as a number': { forge: (text) => text.replace('Bích', 'B&#237;ch'), says: 'exact-form not-established' },
  'a namespace that nothing uses': { forge: (text) => text.replace('<DU_LIEU_HOC_BA', '<DU_LIEU_HOC_BA xmlns:q="urn:q"'), says: 'exact-form not-established' },
  'a namespace on a signature': { forge: (text) => text.replace('<ds:Signature ', '<ds:Signature xmlns:q="urn:q" '), says: 'exact-form not-established' },
  'a namespace for the data': { forge: (text) => text.replace('<DU_LIEU_HOC_BA', '<DU_LIEU_HOC_BA xmlns="urn:q"'), says: 'structure failed' },
  'a blank line between unsigned parts': { forge: (text) => text.replace('</NGAY_KY>', '</NGAY_KY>\n'), says: 'exact-form not-established' },
  'a blank in the name beside the signature': { forge: (text) => text.replace(',C=VN', ', C=VN'), says: 'exact-form not-established' },
  'no line break at the end': { forge: (text) => text.trimEnd(), says: 'exact-form not-established' },
  'a bare key instead of the certificate': { forge: (text) => text.replace(/<ds:X509Data>[\s\S]*?<\/ds:X509Data>/, '<ds:KeyValue><ds:RSAKeyValue/></ds:KeyValue>'), says: 'structure failed' },
  'a second data node': { forge: (text) => text.replace(dataOf(text), `${dataOf(text)}<DU_LIEU_HOC_BA Id="data2"/>`), says: 'structure failed' },
  'a second record': { forge: (text) => text.replace('</HOC_BA>', '</HOC_BA><HOC_BA/>'), says: 'xml-form failed' },
  'a comment beside the root': { forge: (text) => `${text}<!-- x -->`, says: 'exact-form not-established' },
  'an instruction before the root': { forge: (text) => text.replace('<?xml version="1.0" encoding="UTF-8"?>', '<?xmk version="1.0" encoding="UTF-8"?>'), says: 'exact-form not-established' },
  'another ID number beside the signature': { forge: (text) => text.replaceAll(`<SO_CCCD>${principalId}</SO_CCCD>`, '<SO_CCCD>079170005679</SO_CCCD>'), says: 'signer-binding failed' },
  'another day beside the signature': { forge: (text) => text.replace('<NGAY_KY>2026', '<NGAY_KY>2025'), says: 'signing-day not-established' },
  'another name beside the signature': { forge: (text) => text.replace('CN=Trần Văn Bình', 'CN=Trần Văn Bính'), says: 'subject-name not-established' },
  'a foreign element among the signatures': { forge: (text) => text.replace('<GVCN>', '<GHI_CHU>x</GHI_CHU><GVCN>'), says: 'structure failed' },
  'an attribute on the root': { forge: (text) => text.replace('<HOC_BA>', '<HOC_BA ghichu="x">'), says: 'structure failed' },
  'a DOCTYPE': { forge: (text) => text.replace('<HOC_BA>', '<!DOCTYPE HOC_BA><HOC_BA>'), says: 'xml-form failed' },
  'an entity for the name': { forge: (text) => text.replace('<HOC_BA>', '<!DOCTYPE HOC_BA [<!ENTITY ten "Bích Ẫ">]><HOC_BA>').replace('Bích Ẫ', '&ten;'), says: 'xml-form failed' },
  'billion laughs': { forge: (text) => text.replace('<HOC_BA>', `<!DOCTYPE HOC_BA [<!ENTITY a0 "ha">${Array.from({ length: 30 }, (_, index) => `<!ENTITY a${index + 1} "&a${index};&a${index};">`).join('')}]><HOC_BA>`).replace('Bích', '&a30;'), says: 'xml-form failed' },
  'an external entity': { forge: (text) => text.replace('<HOC_BA>', '<!DOCTYPE HOC_BA [<!ENTITY x SYSTEM "file:///etc/passwd">]><HOC_BA>').replace('Bích', '&x;'), says: 'xml-form failed' },
  'another encoding': { forge: (text) => text.replace('encoding="UTF-8"', 'encoding="ISO-8859-1"'), says: 'xml-form failed' },
  'too deep': { forge: (text) => text.replace('<GHI_CHU/>', '<A>'.repeat(400) + '</A>'.repeat(400)), says: 'xml-form failed' },
  'half a file': { forge: (text) => text.slice(0, text.length / 2), says: 'xml-form failed' },
};

describe.skipIf(!ready)(`tampered records${toolsMissing}`, () => {
  test.each(Object.entries(attacks))('%s', async (_, { forge, says }) => {
    const forged = forge(record);
    const report = await check(forged);
    const points = [...openPoints(report), ...report.signatures.flatMap(openPoints)];
    expect({ before: (await check(record)).verdict, changed: forged !== record, verdict: report.verdict, says: points.filter((point) => point === says).slice(0, 1), crashed: points.some((point) => point.startsWith('check-completed')) }).toEqual({
      before: 'valid',
      changed: true,
      verdict: says.endsWith('failed') ? 'invalid' : 'indeterminate',
      says: [says],
      crashed: false,
    });
  });

  test('the content of a record that does not hold is not shown', async () => {
    expect((await check(record.replace('Bích', 'Bính'))).record).toBeNull();
  });

  test('no single changed byte of a signed record is ever called valid or practice, and none crashes the verifier', async () => {
    const bytes = Buffer.from(record, 'utf8');
    const unsigned = ['<?xml', '<NGAY_KY>', '<SO_CCCD>0791', '<ds:SignatureValue>', '<ds:X509SubjectName>', '<ds:X509Certificate>', '</DU_LIEU_HOC_BA>\n', '</ds:Signature>'].flatMap((mark) => [...record.matchAll(new RegExp(mark.replace('?', '\\?'), 'g'))].map((match) => Buffer.byteLength(record.slice(0, match.index))));
    // Half of the changes fall where no digest looks.
    const position = fc.oneof(fc.nat(bytes.length - 1), fc.tuple(fc.constantFrom(...unsigned), fc.nat(80)).map(([start, offset]) => Math.min(start + offset, bytes.length - 1)));
    await fc.assert(
      fc.asyncProperty(position, fc.oneof(fc.integer({ min: 1, max: 255 }), fc.constantFrom(0x01, 0x20)), async (offset, difference) => {
        const changed = Buffer.from(bytes);
        changed[offset] = (changed[offset] ?? 0) ^ difference;
        const { verdict, findings } = await checkBytes(changed);
        return verdict !== 'valid' && verdict !== 'practice' && !findings.some(({ code }) => code === 'check-completed');
      }),
      { numRuns: 800 },
    );
  }, 60_000);

  test('bytes of any kind give a verdict, never an exception', async () => {
    const verdicts = await Promise.all(['', ' ', '<', '<a/>', 'PK', 'PK\u0003\u0004', '%PDF-1.7', '%PDF-1.7 /ByteRange [0 1]', '<!DOCTYPE html><html></html>', '<HOC_BA/>', '<HOC_BA', '<DANH_SACH_HOC_BA/>', '\u0000\u0001'].map(async (text) => `${JSON.stringify(text)} ${(await verifier.checkFile({ name: 'x', bytes: Buffer.from(text), anchors, at })).verdict}`));
    expect(verdicts).toEqual(['"" unsupported', '" " unsupported', '"<" unsupported', '"<a/>" unsigned', '"PK" invalid', '"PK\\u0003\\u0004" invalid', '"%PDF-1.7" unsigned', '"%PDF-1.7 /ByteRange [0 1]" unsupported', '"<!DOCTYPE html><html></html>" unsupported', '"<HOC_BA/>" unsupported', '"<HOC_BA" unsupported', '"<DANH_SACH_HOC_BA/>" invalid', '"\\u0000\\u0001" unsupported']);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), fc.constantFrom('', '<HOC_BA>', 'PK\u0003\u0004', '<DANH_SACH_HOC_BA id="dataDanhSach">'), async (bytes, start) => {
        const { verdict } = await verifier.checkFile({ name: 'x', bytes: Buffer.concat([Buffer.from(start), bytes]), anchors, at });
        return ['invalid', 'unsupported', 'unsigned'].includes(verdict);
      }),
      { numRuns: 300 },
    );
  });
});
