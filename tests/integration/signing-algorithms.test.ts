import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, verify, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OfficeError } from '#core/contract/errors.ts';
import type { KeyChoice, SessionOptions, SignatureSlot, TokenSession } from '#main/office/ports/signing.ts';
import { createTrainingAuthority, issueTrainingCertificate } from '#main/practice/tokens/training-authority.ts';
import { createRecordSigner } from '#main/signing/xml/record-signer.ts';
import { judge, openTestTokens, softHsmPath, testHolders, type TestTokens } from './signing-parts.ts';

const now = '2026-05-31T10:15:00+07:00';
const slot: SignatureSlot = { role: 'principal', path: 'KY/CBQL', references: 'data', propertyId: 'SigningTime-CBQL' };
const judges = ['pkcs11-tool', 'xmlsec1', 'openssl'].every((program) => judge('sh', ['-c', `command -v ${program}`]).ok);
if (softHsmPath === undefined || !judges) process.stdout.write('Skipped, algorithms of tokens: needs softhsm2, opensc, xmlsec1 and openssl.\n');

/** Keys and certificates that a token's maker would put there, put there by pkcs11-tool; signatures judged by xmlsec1 and openssl. */
describe.skipIf(softHsmPath === undefined || !judges)('algorithms of a token (needs SoftHSM, pkcs11-tool, xmlsec1, openssl)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-algorithms-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const authority = createTrainingAuthority(now);
  let opened: TestTokens;
  /** By the certificate's holder. */
  const keys = new Map<string, KeyChoice>();

  const certify = (commonName: string, publicKeyInfo: Uint8Array) => issueTrainingCertificate(authority, { commonName, organisation: '', userId: 'CCCD:079170005678' }, publicKeyInfo, now).der;

  beforeAll(async () => {
    opened = await openTestTokens(folder, 'softhsm', { holders: testHolders.slice(0, 1) });
    const tool = (...parameters: readonly string[]) => {
      const run = spawnSync('pkcs11-tool', ['--module', opened.tokens.module.path, '--token-label', 'co-hoa', '--login', '--pin', '12345678', ...parameters], { env: { ...process.env, ...opened.tokens.environment }, encoding: 'utf8' });
      if (run.status !== 0) throw new Error(run.stderr);
      return run.stdout;
    };
    const writeCertificate = (id: string, label: string, der: Uint8Array) => {
      writeFileSync(join(folder, 'leaf.der'), der);
      tool('--write-object', join(folder, 'leaf.der'), '--type', 'cert', '--id', id, '--label', label);
    };
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    writeFileSync(join(folder, 'p384.pem'), curve.privateKey.export({ type: 'sec1', format: 'pem' }));
    tool('--write-object', join(folder, 'p384.pem'), '--type', 'privkey', '--id', '55', '--label', 'p384', '--usage-sign');
    writeCertificate('55', 'p384', certify('Khóa P-384', new Uint8Array(curve.publicKey.export({ type: 'spki', format: 'der' }))));
    // Certificates of foreign RSA keys under the CKA_ID of the token's RSA key and of its P-384 key.
    const [, ownId = ''] = /label:\s+signing[\s\S]*?ID:\s+([0-9a-f]+)/.exec(tool('--list-objects', '--type', 'cert')) ?? [];
    for (const [id, holder] of [[ownId, 'Khóa lạ'], ['55', 'Khóa lạ khác loại']] as const) {
      const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      writeCertificate(id, holder, certify(holder, new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))));
    }
    const { certificates } = await opened.service.listCertificates([opened.tokens.module]);
    for (const { facts, tokenSerial } of certificates) keys.set(facts.holder.replace(' (LUYỆN TẬP)', ''), { module: opened.tokens.module, tokenSerial, certificateDigest: facts.digest });
  });

  function open(holder: string, options?: SessionOptions): Promise<TokenSession> {
    const key = keys.get(holder);
    if (key === undefined) throw new Error(`No certificate of ${holder} among ${[...keys.keys()].join(', ')}.`);
    return opened.service.openSession(key, '12345678', options);
  }

  /** A small record, signed. */
  async function signedRecord(session: TokenSession) {
    const document = Buffer.from('<HOC_BA><DU_LIEU Id="data"><TEN>Nguyễn Văn Ẫ</TEN></DU_LIEU></HOC_BA>', 'utf8');
    const signer = createRecordSigner();
    const prepared = signer.prepare({ document, slot, algorithm: session.algorithm, canonicalization: 'exclusive', certificate: session.certificate.der, signingTime: now, signerPersonalId: null });
    const value = await session.sign(prepared.toBeSigned);
    await session.close();
    const signed = signer.finish({ document, prepared, signatureValue: value }).document;
    const method = /<ds:SignatureMethod Algorithm="([^"]+)"/.exec(Buffer.from(signed).toString())?.[1];
    return { signed, toBeSigned: prepared.toBeSigned, value, method, publicKey: new X509Certificate(session.certificate.der).publicKey };
  }

  test('ECDSA P-384 with SHA-384: xmlsec1 agrees', async () => {
    const session = await open('Khóa P-384');
    const { signed, method, value, toBeSigned, publicKey } = await signedRecord(session);
    writeFileSync(join(folder, 'record.xml'), signed);
    writeFileSync(join(folder, 'ca.pem'), new X509Certificate(authority.certificate).toString());
    const verdict = judge('xmlsec1', ['--verify', '--id-attr:Id', 'DU_LIEU', '--id-attr:Id', 'http://www.w3.org/2000/09/xmldsig#:SignatureProperty', '--verification-gmt-time', '2026-06-01 00:00:00', '--trusted-pem', 'ca.pem', 'record.xml'], folder);
    expect({ algorithm: session.algorithm, method, width: value.length, node: verify('sha384', toBeSigned, { key: publicKey, dsaEncoding: 'ieee-p1363' }, value), xmlsec1: verdict.ok }).toEqual({
      algorithm: 'ecdsa-p384-sha384',
      method: 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384',
      width: 96,
      node: true,
      xmlsec1: true,
    });
  });

  test('RSA-PSS with SHA-256 where the profile wants it: openssl agrees (xmlsec1 1.2 does not know it)', async () => {
    const session = await open('Nguyễn Thị Hoa', { rsaScheme: 'pss' });
    const { method, value, toBeSigned, publicKey } = await signedRecord(session);
    writeFileSync(join(folder, 'key.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
    writeFileSync(join(folder, 'signed-info'), toBeSigned);
    writeFileSync(join(folder, 'value'), value);
    const verdict = judge('openssl', ['dgst', '-sha256', '-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32', '-sigopt', 'rsa_mgf1_md:sha256', '-verify', 'key.pem', '-signature', 'value', 'signed-info'], folder);
    expect({ algorithm: session.algorithm, method, openssl: verdict.output.trim() }).toEqual({ algorithm: 'rsa-pss-sha256', method: 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1', openssl: 'Verified OK' });
  });

  test('of several certificates under one CKA_ID the one with the key signs, the others are refused', async () => {
    const own = await open('Nguyễn Thị Hoa');
    await own.sign(Buffer.from('một'));
    await own.close();
    for (const foreign of ['Khóa lạ', 'Khóa lạ khác loại']) await expect(open(foreign)).rejects.toEqual(new OfficeError('token.key-not-found'));
  });
});
