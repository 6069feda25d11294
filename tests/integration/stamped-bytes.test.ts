import { createPrivateKey, sign as signBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBundlePacker } from '#main/exchange/bundle-packer.ts';
import type { SignatureSlot } from '#main/office/ports/signing.ts';
import { createTrustChecks } from '#main/signing/trust/trust-checks.ts';
import { createVerifier } from '#main/signing/verifier/verifier.ts';
import { createBundleSealer } from '#main/signing/xml/bundle-sealer.ts';
import { createRecordSigner } from '#main/signing/xml/record-signer.ts';
import { addSignatureTimeStamp, stampedValues } from '#main/signing/xml/signature-timestamp.ts';
import { openTestPki, opensslMissing, type PkiEntry, type TestPki } from '#tests/support/test-pki.ts';
import { everyByteChange, randomByteChanges } from './byte-changes.ts';
import { openPoints, principalId, recordData } from './verifier-parts.ts';

/** `HOCBA_EVERY_BYTE=1`: all changes of all bytes of the seal, which takes long; else some hundreds from a seed that can be given. */
const everyByte = process.env['HOCBA_EVERY_BYTE'] !== undefined;
const seed = Number(process.env['HOCBA_SEED'] ?? Date.now() % 1_000_000_007);

let pki: TestPki;
beforeAll(async () => {
  if (opensslMissing === '') pki = await openTestPki();
});
afterAll(() => pki?.close());

const signWith = (entry: PkiEntry) => (data: Uint8Array) => {
  const key = createPrivateKey(entry.keyPem);
  return Promise.resolve(new Uint8Array(signBytes('sha256', data, key.asymmetricKeyType === 'ec' ? { key, dsaEncoding: 'ieee-p1363' } : key)));
};

async function makeRecord(signingTime: string): Promise<Uint8Array> {
  const signer = createRecordSigner();
  const places: readonly (readonly [SignatureSlot, PkiEntry, string | null])[] = [
    [{ role: 'principal', path: 'DANH_SACH_THONG_TIN_KY/PHAT_HANH_HOC_BA/CBQL', references: 'data', propertyId: 'SigningTime-CBQL' }, pki.principal, principalId],
    [{ role: 'school', path: 'DANH_SACH_THONG_TIN_KY/PHAT_HANH_HOC_BA/KY_PHAT_HANH', references: 'data', propertyId: 'SigningTime-KY_PHAT_HANH' }, pki.school, null],
  ];
  let document: Uint8Array = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<HOC_BA>${recordData()}</HOC_BA>\n`);
  for (const [slot, entry, signerPersonalId] of places) {
    const prepared = signer.prepare({ document, slot, algorithm: entry === pki.principal ? 'ecdsa-p256-sha256' : 'rsa-sha256', canonicalization: 'exclusive', certificate: entry.der, signingTime, signerPersonalId });
    document = signer.finish({ document, prepared, signatureValue: await signWith(entry)(prepared.toBeSigned) }).document;
  }
  return document;
}

/** A bundle as a school writes it that has a TSA: its seal carries a timestamp, and the lists that prove its certificates. */
async function makeBundle(signingTime: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const bundle = await createBundlePacker().open(async (chunk) => void chunks.push(chunk));
  await bundle.add({ name: 'hoc-ba/01.xml', bytes: await makeRecord(signingTime), mimeType: 'application/xml' });
  await bundle.seal(async (files) => {
    const plain = await createBundleSealer().seal({ files, certificate: pki.school.der, chain: [pki.issuing.der], algorithm: 'rsa-sha256', signingTime, sign: signWith(pki.school) });
    const [stamped = new Uint8Array()] = stampedValues(plain);
    const answer = await createTrustChecks(() => Date.now()).timestamp({ address: `${pki.server.url}/tsa`, data: stamped, trusted: { roots: [pki.root.der], practiceRoots: [], intermediates: [] }, at: new Date().toISOString(), patience: 20_000 });
    if (answer.kind === 'none') throw new Error(answer.reason);
    return addSignatureTimeStamp(plain, { token: answer.token, lists: [pki.crl(pki.issuing), pki.crl(pki.root)] });
  });
  return Buffer.concat(chunks);
}

describe.skipIf(opensslMissing !== '')(`a bundle with a timestamp${opensslMissing}`, () => {
  test('is valid as it was written, and with no byte of it changed', async () => {
    const original = await makeBundle(new Date(Date.now() - 60_000).toISOString());
    const anchors = { roots: [pki.root.der], intermediates: [pki.issuing.der], practiceRoots: [], crls: [pki.crl(pki.issuing), pki.crl(pki.root)] };
    const verifier = createVerifier();
    const check = (bytes: Uint8Array) => verifier.checkFile({ name: 'goi.asice', bytes, anchors, at: new Date().toISOString() });
    const before = await check(original);
    const seal = before.file.signatures.flatMap(({ findings }) => findings.flatMap(({ code, outcome }) => (code === 'timestamp' ? [outcome] : [])));
    expect([before.verdict, ...openPoints(before.file), ...before.file.signatures.flatMap(openPoints), ...seal]).toEqual(['valid', 'established']);
    // Nothing in the zip is compressed: the seal stands there as it is.
    const text = Buffer.from(original).toString('latin1');
    const [from, to] = [text.indexOf('<?xml', text.indexOf('META-INF/signatures0.xml')), text.indexOf('</asic:XAdESSignatures>') + '</asic:XAdESSignatures>'.length];
    const part = original.subarray(from, to);
    // A file that is only longer or shorter is refused by its zip: what is changed inside is put back into a sound one, with its size and checksum.
    const accepted: string[] = [];
    const changes = everyByte ? everyByteChange(part) : randomByteChanges(part, seed, 300);
    const record = before.inner[0];
    // Without its colon a namespace has no canonical form.
    const relative = { what: 'a relative namespace', bytes: Buffer.from(Buffer.from(part).toString('latin1').replace('xmlns:xades="http:', 'xmlns:xades="http'), 'latin1') };
    for (const { what, bytes } of [relative, ...changes]) {
      const { verdict, file } = await check(await rebuilt(original, bytes));
      if (verdict === 'valid' || verdict === 'practice' || file.findings.some(({ code }) => code === 'check-completed')) accepted.push(what);
    }
    expect({ seed, record: record?.verdict, unchanged: (await check(await rebuilt(original, part))).verdict, accepted }).toEqual({ seed, record: 'valid', unchanged: 'valid', accepted: [] });
  }, everyByte ? 3_600_000 : 60_000);
});

/** The same bundle with another seal: written anew by the packer, so that only the seal can be wrong. */
async function rebuilt(original: Uint8Array, seal: Uint8Array): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const bundle = await createBundlePacker().open(async (chunk) => void chunks.push(chunk));
  await bundle.add({ name: 'hoc-ba/01.xml', bytes: recordIn(original), mimeType: 'application/xml' });
  await bundle.seal(() => Promise.resolve(seal));
  return Buffer.concat(chunks);
}

function recordIn(bundle: Uint8Array): Uint8Array {
  const text = Buffer.from(bundle).toString('latin1');
  const from = text.indexOf('<?xml version="1.0" encoding="UTF-8"?>\n<HOC_BA>');
  return bundle.subarray(from, text.indexOf('</HOC_BA>\n') + 10);
}
