import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { slotOf } from '#core/records/record-format.ts';
import { secondaryFormat } from '#core/records/secondary-format.ts';
import { createRecordWriter } from '#main/documents/record-xml/record-writer.ts';
import type { TokenSession } from '#main/office/ports/signing.ts';
import { signatureWorkParts } from '#main/compose-signature-work.ts';
import { createSignatureWork } from '#main/signing/batch/signature-work.ts';
import { createAlikeCheck } from '#main/signing/verifier/alike-record.ts';
import { createVerifier } from '#main/signing/verifier/verifier.ts';
import { createRecordSigner } from '#main/signing/xml/record-signer.ts';
import { buildRecordData } from '#tests/support/record-builder.ts';
import { recordPrincipal } from '#tests/support/records-to-sign.ts';
import { openTestTokens, type TestTokens } from './signing-parts.ts';

const folder = mkdtempSync(join(tmpdir(), 'hocba-alike-'));
const writer = createRecordWriter({ resourcesFolder: fileURLToPath(new URL('../../resources', import.meta.url)) });
const signer = createRecordSigner();
const slot = slotOf(secondaryFormat, 'principal', '');
let opened: TestTokens;
const sessions: TokenSession[] = [];

beforeAll(async () => {
  opened = await openTestTokens(folder, 'software', { holders: [{ ...recordPrincipal, key: 'rsa-2048' }, { ...recordPrincipal, label: 'khac', key: 'p256' }] });
  for (const found of (await opened.service.listCertificates([opened.tokens.module])).certificates) {
    sessions.push(await opened.service.openSession({ module: opened.tokens.module, tokenSerial: found.tokenSerial, certificateDigest: found.facts.digest }, '12345678'));
  }
}, 60_000);
afterAll(async () => {
  for (const session of sessions) await session.close();
  rmSync(folder, { recursive: true, force: true });
});

type Changes = { readonly pupil?: string; readonly principal?: string; readonly at?: string; readonly token?: number };

async function toSign({ pupil = 'Lò Thị Bích Ẫ', principal = '014070005678', at = '2026-06-01T10:15:00+07:00', token = 0 }: Changes) {
  const data = buildRecordData({ training: true });
  const document = writer.write({ ...data, pupil: { ...data.pupil, fullName: pupil }, issue: { ...data.issue, principalPersonalId: principal } });
  const session = sessions[token];
  if (session === undefined) throw new Error('no token');
  const prepared = signer.prepare({ document, slot, algorithm: session.algorithm, canonicalization: 'exclusive', certificate: session.certificate.der, signingTime: at, signerPersonalId: '014070005678' });
  return { document, prepared, signatureValue: await session.sign(prepared.toBeSigned) };
}

async function signed(changes: Changes): Promise<Buffer> {
  return Buffer.from(signer.finish(await toSign(changes)).document);
}

/** The text of the nth element with this name of one record in the place of another's. */
function exchanged(record: Buffer, other: Buffer, name: string, nth = 0): Buffer {
  const all = (bytes: Buffer) => [...bytes.toString('latin1').matchAll(new RegExp(`<${name}>[^<]*`, 'g'))].map(([text]) => text);
  return Buffer.from(record.toString('latin1').replace(all(record)[nth] ?? '', all(other)[nth] ?? ''), 'latin1');
}

test('a record is alike where only pupil, marks, time and value differ, and the verifier then accepts it; no other difference is overlooked', async () => {
  const accepted = await signed({});
  const [good, later, earlier, otherPrincipal, otherToken] = await Promise.all([
    signed({ pupil: 'Hoàng Văn Ơn & <em>' }),
    signed({ pupil: 'Quàng Thị Ẳ', at: '2026-06-01T10:15:07+07:00' }),
    signed({ at: '2026-06-01T10:14:59+07:00' }),
    signed({ principal: '014070009999' }),
    signed({ token: 1 }),
  ]);
  const isAlike = createAlikeCheck();
  const edited = (from: string, to: string) => Buffer.from(good.toString('utf8').replace(from, to), 'utf8');
  const seen = {
    good: isAlike(good, accepted),
    later: isAlike(later, accepted),
    earlier: isAlike(earlier, accepted),
    otherPrincipal: isAlike(otherPrincipal, accepted),
    otherToken: isAlike(otherToken, accepted),
    otherValue: isAlike(exchanged(good, later, 'ds:SignatureValue'), accepted),
    otherDigest: isAlike(exchanged(good, later, 'ds:DigestValue'), accepted),
    otherTime: isAlike(exchanged(exchanged(good, later, 'NGAY_KY'), later, 'SigningTime'), accepted),
    otherData: isAlike(exchanged(good, later, 'HO_VA_TEN'), accepted),
    comment: isAlike(edited('<MA_KHOI>', '<!-- x --><MA_KHOI>'), accepted),
    idTwice: isAlike(edited('Id="mon-', 'Id="data" x="mon-'), accepted),
    second: isAlike(edited('</CBQL>', '</CBQL><CBQL></CBQL>'), accepted),
    unsigned: isAlike(writer.write(buildRecordData({})), accepted),
    nothing: isAlike(good, writer.write(buildRecordData({}))),
  };
  const refused = Object.fromEntries(Object.keys(seen).map((name) => [name, false]));
  expect(seen).toEqual({ ...refused, good: true, later: true });

  const verifier = createVerifier();
  const anchors = { roots: [], intermediates: [], practiceRoots: [opened.tokens.caCertificate] };
  const verdicts = await Promise.all([accepted, good, later].map(async (bytes) => (await verifier.checkRecord({ name: 'x.xml', bytes, anchors, at: '2026-06-02T00:00:00+07:00' })).signatures.map(({ verdict }) => verdict)));
  expect(verdicts).toEqual([['practice'], ['practice'], ['practice']]);

  const overlooked: number[] = [];
  for (let at = 0; at < good.length; at += 5) {
    const changed = Buffer.from(good);
    changed[at] = (changed[at] ?? 0) ^ 1;
    if (isAlike(changed, accepted)) overlooked.push(at);
  }
  expect(overlooked).toEqual([]);
});

test('signatures made faster than the verifier reads are finished by likeness, once it has accepted one; what is not alike it reads', async () => {
  const anchors = { roots: [], intermediates: [], practiceRoots: [opened.tokens.caCertificate] };
  const work = createSignatureWork(signatureWorkParts(), anchors);
  const [first, second, third, otherToken] = await Promise.all([toSign({}), toSign({ pupil: 'Lò Văn Ẽ' }), toSign({ pupil: 'Hà Thị Ỡ' }), toSign({ token: 1 })]);
  const at = '2026-06-02T00:00:00+07:00';
  const finish = async (one: Awaited<ReturnType<typeof toSign>>, hurried: boolean, signatureValue = one.signatureValue, moment = at) => {
    const [result] = await work.finish([{ kind: 'record', name: 'x', document: { data: one.document, signatures: [] }, prepared: one.prepared, signatureValue, at: moment, hurried }]);
    return result?.ok === true ? (result.value.alike ? 'alike' : 'read') : result?.error?.code;
  };
  expect({
    noneBefore: await finish(first, true),
    hurried: await finish(second, true),
    unhurried: await finish(second, false),
    otherValue: await finish(third, true, second.signatureValue),
    afterThat: await finish(third, true),
    otherToken: await finish(otherToken, true),
    muchLater: await finish(otherToken, true, otherToken.signatureValue, '2026-06-02T00:02:00+07:00'),
    earlier: await finish(otherToken, true),
  }).toEqual({ noneBefore: 'read', hurried: 'alike', unhurried: 'read', otherValue: 'signing.self-check-failed', afterThat: 'alike', otherToken: 'read', muchLater: 'read', earlier: 'read' });
});
