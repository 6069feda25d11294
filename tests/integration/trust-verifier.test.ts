import { spawnSync } from 'node:child_process';
import { createHash, sign } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BitString, Enumerated, fromBER, OctetString } from 'asn1js';
import { BasicOCSPResponse, Extension, OCSPResponse, ResponseBytes, SingleResponse } from 'pkijs';
import { ZipFile } from 'yazl';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '#core/contract/verification.ts';
import { createTrustChecks } from '#main/signing/trust/trust-checks.ts';
import { readAnchors } from '#main/signing/verifier/certificate-path.ts';
import { readCertificate, type ReadCertificate } from '#main/signing/verifier/certificate.ts';
import { checkRevocation, type RevocationProofs } from '#main/signing/verifier/revocation.ts';
import { checkTimestamp } from '#main/signing/verifier/timestamp-check.ts';
import { checkSeals } from '#main/signing/verifier/seal-check.ts';
import { createVerifier } from '#main/signing/verifier/verifier.ts';
import { readXml } from '#main/signing/verifier/xml-reader.ts';
import { createBundleSealer } from '#main/signing/xml/bundle-sealer.ts';
import { addSignatureTimeStamp, stampedValues } from '#main/signing/xml/signature-timestamp.ts';
import { openssl } from '#tests/support/openssl-judge.ts';
import { ocspAnswer } from '#tests/support/pki-server.ts';
import { openTestPki, opensslMissing, type PkiEntry, type TestPki } from '#tests/support/test-pki.ts';

const minute = 60_000;
const day = 86_400_000;
const started = Date.now();
const after = (milliseconds: number) => new Date(started + milliseconds);
const xmlsecMissing = spawnSync('xmlsec1', ['--version']).status === 0 ? '' : ' (without xmlsec1, which is not installed)';
let pki: TestPki;

beforeAll(async () => {
  if (opensslMissing === '') pki = await openTestPki();
});
afterAll(() => pki?.close());

function read(entry: PkiEntry): ReadCertificate {
  const certificate = readCertificate(entry.der);
  if (certificate === null) throw new Error(entry.name);
  return certificate;
}

const proofsOf = (crls: readonly Uint8Array[], ocsps: readonly Uint8Array[] = []): RevocationProofs => ({ crls, ocsps });
const brief = ({ code, outcome }: Finding) => `${code} ${outcome}`;

describe.skipIf(opensslMissing !== '')(`revocation and timestamps for the verifier${opensslMissing}`, () => {
  test('lists: the signing side thinks the same, and openssl verify agrees', async () => {
    const checks = createTrustChecks(() => Date.now());
    const extended = (name: string, line: string) => {
      const config = readFileSync(join(pki.folder, 'issuing.cnf'), 'utf8');
      writeFileSync(join(pki.folder, `${name}.cnf`), `${config}\n[e]\n${line}\n`);
      const made = openssl(pki.folder, ['ca', '-config', `${name}.cnf`, '-gencrl', '-crlexts', 'e', '-out', `${name}.pem.crl`]);
      if (!made.ok) throw new Error(made.output);
      return openssl(pki.folder, ['crl', '-in', `${name}.pem.crl`, '-outform', 'DER', '-out', `${name}.der.crl`]).ok ? new Uint8Array(readFileSync(join(pki.folder, `${name}.der.crl`))) : new Uint8Array();
    };
    const good = pki.crl(pki.issuing);
    const rootList = pki.crl(pki.root);
    const old = pki.crl(pki.issuing, { thisUpdate: after(-30 * day), nextUpdate: after(-20 * day) });
    const future = pki.crl(pki.issuing, { thisUpdate: after(day), nextUpdate: after(3 * day) });
    const strangers = pki.crl(pki.strangerRoot);
    const delta = extended('delta', 'deltaCRL=critical,DER:020101');
    const scoped = (name: string, line: string) => extended(name, `issuingDistributionPoint=critical,@scope\n[scope]\n${line}`);
    const ofUsers = scoped('users', 'onlyuser=TRUE');
    const ofAuthorities = scoped('authorities', 'onlyCA=TRUE');
    const ofAttributes = scoped('attributes', 'onlyAA=TRUE');
    const ofOtherIssuers = scoped('indirect', 'indirectCRL=TRUE');
    const ofReasons = scoped('reasons', 'onlysomereasons=keyCompromise,superseded');
    const here = scoped('here', `fullname=URI:${pki.server.url}/issuing.crl`);
    const elsewhere = scoped('elsewhere', 'fullname=URI:http://127.0.0.1/part-2.crl');
    // Twenty thousand others are revoked too: lists of real authorities are as long.
    const index = readFileSync(join(pki.folder, 'issuing.db'), 'utf8');
    const many = Array.from({ length: 20_000 }, (_, at) => `R\t340101000000Z\t250101000000Z\t7F${at.toString(16).toUpperCase().padStart(6, '0')}\tunknown\t/CN=x`).join('\n');
    writeFileSync(join(pki.folder, 'issuing.db'), `${index}${many}\n`);
    const long = pki.crl(pki.issuing);
    writeFileSync(join(pki.folder, 'issuing.db'), index);
    pki.crl(pki.issuing);
    const changed = Uint8Array.from(good);
    changed[good.length - 5] = (changed[good.length - 5] ?? 0) ^ 1;
    const judged = async (entry: PkiEntry, list: Uint8Array) => {
      const pem = (der: Uint8Array) => `-----BEGIN X509 CRL-----\n${Buffer.from(der).toString('base64').replaceAll(/(.{64})/g, '$1\n').trimEnd()}\n-----END X509 CRL-----\n`;
      writeFileSync(join(pki.folder, 'judged.pem'), pem(list) + pem(rootList));
      const { ok, output } = openssl(pki.folder, ['verify', '-crl_check_all', '-CRLfile', 'judged.pem', '-CAfile', 'root.pem', '-untrusted', 'issuing.pem', `${entry.name}.pem`]);
      const mine = checkRevocation([read(entry), read(pki.issuing), read(pki.root)], proofsOf([list, rootList]), { at: new Date().toISOString(), signingTime: new Date().toISOString(), stampedAt: null });
      const evidence = [list, rootList].flatMap((der) => checks.readList(der, [])?.evidence ?? []);
      const { answer } = await checks.revocation({ path: [entry.der, pki.issuing.der, pki.root.der], evidence, at: new Date().toISOString(), network: null, freshestOnly: false });
      expect({ list, state: answer.state }).toEqual({ list, state: mine.outcome === 'established' ? 'good' : mine.outcome === 'failed' ? 'revoked' : 'unknown' });
      return [brief(mine), ok ? 'good' : output.includes('certificate revoked') ? 'revoked' : 'unknown'];
    };
    expect({
      good: await judged(pki.teacher, good),
      revoked: await judged(pki.revoked, good),
      'in a long list': await judged(pki.teacher, long),
      'revoked in a long list': await judged(pki.revoked, long),
      'run out': await judged(pki.teacher, old),
      'of tomorrow': await judged(pki.teacher, future),
      "a stranger's": await judged(pki.teacher, strangers),
      'a delta list': await judged(pki.teacher, delta),
      'revoked in a delta list': await judged(pki.revoked, delta),
      'for users': await judged(pki.teacher, ofUsers),
      'for authorities': [await judged(pki.teacher, ofAuthorities), await judged(pki.revoked, ofAuthorities)],
      'for attribute certificates': await judged(pki.teacher, ofAttributes),
      "for others' certificates": await judged(pki.teacher, ofOtherIssuers),
      'for some reasons': [await judged(pki.teacher, ofReasons), await judged(pki.revoked, ofReasons)],
      'of its own distribution point': [await judged(pki.teacher, here), await judged(pki.revoked, here)],
      'of another distribution point': [await judged(pki.teacher, elsewhere), await judged(pki.revoked, elsewhere)],
      changed: await judged(pki.teacher, changed),
      nonsense: brief(checkRevocation([read(pki.teacher), read(pki.issuing), read(pki.root)], proofsOf([new Uint8Array([48, 3, 2, 1, 1]), rootList]), { at: new Date().toISOString(), signingTime: null, stampedAt: null })),
    }).toEqual({
      good: ['revocation established', 'good'],
      revoked: ['revocation failed', 'revoked'],
      'in a long list': ['revocation established', 'good'],
      'revoked in a long list': ['revocation failed', 'revoked'],
      'run out': ['revocation-not-checked not-established', 'unknown'],
      'of tomorrow': ['revocation-not-checked not-established', 'unknown'],
      "a stranger's": ['revocation-not-checked not-established', 'unknown'],
      // openssl takes a delta list for a whole one; it does not list whoever was revoked before.
      'a delta list': ['revocation-not-checked not-established', 'good'],
      'revoked in a delta list': ['revocation failed', 'revoked'],
      'for users': ['revocation established', 'good'],
      'for authorities': [['revocation-not-checked not-established', 'unknown'], ['revocation-not-checked not-established', 'unknown']],
      'for attribute certificates': ['revocation-not-checked not-established', 'unknown'],
      "for others' certificates": ['revocation-not-checked not-established', 'unknown'],
      // A list for some cases clears nobody, but whom it names is revoked.
      'for some reasons': [['revocation-not-checked not-established', 'unknown'], ['revocation failed', 'unknown']],
      'of its own distribution point': [['revocation established', 'good'], ['revocation failed', 'revoked']],
      'of another distribution point': [['revocation-not-checked not-established', 'unknown'], ['revocation failed', 'unknown']],
      changed: ['revocation-not-checked not-established', 'unknown'],
      nonsense: 'revocation-not-checked not-established',
    });
  });

  test('what a timestamp is over is the exclusive form, however the signature is written; a file full of odd ones is left alone', () => {
    const signature = (value: string, prefix = 'ds') => `<${prefix}:Signature xmlns:${prefix}="http://www.w3.org/2000/09/xmldsig#" xmlns:q="urn:q">${value}</${prefix}:Signature>`;
    const odd = '<ds:SignatureValue Id="v">QUJD</ds:SignatureValue>';
    const document = `<a xmlns="urn:a">${signature('<ds:SignatureValue>QU\nJD</ds:SignatureValue>')}${signature('<x:SignatureValue>QUJD\r\n</x:SignatureValue>', 'x')}<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignatureValue>QUJD=</SignatureValue></Signature>${signature(odd)}${signature('<ds:SignatureValue>QU<!-- x -->JD<![CDATA[&]]></ds:SignatureValue>')}${signature('<ds:SignatureValue/>')}</a>`;
    const canonical = readXml(Buffer.from(document), (xml) => xml.dsigElements('SignatureValue').map((value) => Buffer.from(xml.canonical(value, 'exclusive')).toString()));
    expect([stampedValues(Buffer.from(document)).map((each) => Buffer.from(each).toString()), stampedValues(Buffer.from(`<a>${signature(odd).repeat(20_000)}</a>`))]).toEqual([canonical, []]);
  });

  test('responses: openssl ocsp agrees on who may say what', async () => {
    const responder = { key: 'p256', extendedUsage: 'OCSPSigning', usage: 'critical,digitalSignature' } as const;
    pki.issue('listed-ocsp', pki.issuing, '/CN=OCSP phải tra', { ...responder, says: ['crl'] });
    pki.issue('silent-ocsp', pki.issuing, '/CN=OCSP không nói', { ...responder, says: [] });
    pki.issue('cipher-ocsp', pki.issuing, '/CN=OCSP sai mục đích', { ...responder, usage: 'critical,keyEncipherment', says: [] });
    pki.issue('late-ocsp', pki.issuing, '/CN=OCSP hết hạn', { key: 'p256', extendedUsage: 'OCSPSigning', usage: 'critical,digitalSignature', says: [], times: ['20240101000000Z', '20250101000000Z'] });
    const answered = async (entry: PkiEntry, signer?: string, more?: readonly string[]) => {
      openssl(pki.folder, ['ocsp', '-issuer', 'issuing.pem', '-cert', `${entry.name}.pem`, '-no_nonce', '-reqout', '500.request']);
      return new Uint8Array(await ocspAnswer(pki.folder, 'issuing', 500, { ...(signer === undefined ? {} : { signer }), ...(more === undefined ? {} : { more }) }));
    };
    const judged = (entry: PkiEntry, response: Uint8Array, lists: readonly Uint8Array[] = []) => {
      writeFileSync(join(pki.folder, 'judged.ocsp'), response);
      const { output } = openssl(pki.folder, ['ocsp', '-respin', 'judged.ocsp', '-issuer', 'issuing.pem', '-cert', `${entry.name}.pem`, '-CAfile', 'root.pem', '-no_nonce']);
      const theirs = !output.includes('Response verify OK') ? 'unknown' : output.includes(`${entry.name}.pem: good`) && !output.includes('WARNING') ? 'good' : output.includes(`${entry.name}.pem: revoked`) ? 'revoked' : 'unknown';
      return [brief(checkRevocation([read(entry), read(pki.issuing)], proofsOf(lists, [response]), { at: new Date().toISOString(), signingTime: new Date().toISOString(), stampedAt: null })), theirs];
    };
    const good = await answered(pki.teacher);
    const changed = Uint8Array.from(good);
    changed[120] = (changed[120] ?? 0) ^ 1;
    expect({
      good: judged(pki.teacher, good),
      'by the issuer itself': judged(pki.teacher, await answered(pki.teacher, 'issuing')),
      revoked: judged(pki.revoked, await answered(pki.revoked)),
      'by a user of the same authority': judged(pki.teacher, await answered(pki.teacher, 'principal')),
      "by a stranger's authority": judged(pki.teacher, await answered(pki.teacher, 'stranger-root')),
      'by a responder that has expired': judged(pki.teacher, await answered(pki.teacher, 'late-ocsp')),
      // It says where its own revocation can be learnt, and does not forgo the check.
      'by a responder that has to be looked up': judged(pki.teacher, await answered(pki.teacher, 'listed-ocsp')),
      'by one that was looked up': judged(pki.teacher, await answered(pki.teacher, 'listed-ocsp'), [pki.crl(pki.issuing)]),
      'by one that says nothing of it': judged(pki.teacher, await answered(pki.teacher, 'silent-ocsp')),
      'by one whose key is for ciphers': judged(pki.teacher, await answered(pki.teacher, 'cipher-ocsp')),
      'about another': judged(pki.school, good),
      changed: judged(pki.teacher, changed),
    }).toEqual({
      good: ['revocation established', 'good'],
      'by the issuer itself': ['revocation established', 'good'],
      revoked: ['revocation failed', 'revoked'],
      'by a user of the same authority': ['revocation-not-checked not-established', 'unknown'],
      "by a stranger's authority": ['revocation-not-checked not-established', 'unknown'],
      'by a responder that has expired': ['revocation-not-checked not-established', 'unknown'],
      'by a responder that has to be looked up': ['revocation-not-checked not-established', 'good'],
      'by one that was looked up': ['revocation established', 'good'],
      'by one that says nothing of it': ['revocation established', 'good'],
      'by one whose key is for ciphers': ['revocation-not-checked not-established', 'good'],
      'about another': ['revocation-not-checked not-established', 'unknown'],
      changed: ['revocation-not-checked not-established', 'unknown'],
    });
  });

  test('a response that contradicts itself, or asks for what is not understood, clears nobody', async () => {
    const checks = createTrustChecks(() => Date.now());
    const basicOf = (response: Uint8Array) => new BasicOCSPResponse({ schema: fromBER(Uint8Array.from(new OCSPResponse({ schema: fromBER(Uint8Array.from(response).buffer).result }).responseBytes?.response.valueBlock.valueHexView ?? []).buffer).result });
    const answered = async (entry: PkiEntry) => {
      openssl(pki.folder, ['ocsp', '-issuer', 'issuing.pem', '-cert', `${entry.name}.pem`, '-no_nonce', '-reqout', '510.request']);
      return basicOf(await ocspAnswer(pki.folder, 'issuing', 510));
    };
    const revoked = (await answered(pki.revoked)).tbsResponseData.responses[0];
    /** The responder's own answer on the teacher, changed and signed anew. */
    const changed = async (change: (data: BasicOCSPResponse['tbsResponseData'], own: SingleResponse) => void) => {
      const basic = await answered(pki.teacher);
      const data = basic.tbsResponseData;
      const [own] = data.responses;
      if (own === undefined) throw new Error('no answer');
      change(data, own);
      data.tbsView = new Uint8Array(data.toSchema(true).toBER());
      basic.signature = new BitString({ valueHex: Uint8Array.from(sign('sha256', data.tbsView, pki.ocspSigner.keyPem)).buffer });
      const outer = new OCSPResponse({ responseStatus: new Enumerated({ value: 0 }), responseBytes: new ResponseBytes({ responseType: '1.3.6.1.5.5.7.48.1.1', response: new OctetString({ valueHex: basic.toSchema().toBER() }) }) });
      const der = new Uint8Array(outer.toSchema().toBER());
      const at = new Date().toISOString();
      const { answer } = await checks.revocation({ path: [pki.teacher.der, pki.issuing.der], evidence: [{ kind: 'ocsp', key: read(pki.teacher).facts.digest, der, thisUpdate: at, nextUpdate: null }], at, network: null, freshestOnly: false });
      return [brief(checkRevocation([read(pki.teacher), read(pki.issuing)], proofsOf([], [der]), { at, signingTime: at, stampedAt: null })), answer.state];
    };
    const worse = (own: SingleResponse) => new SingleResponse({ certID: own.certID, certStatus: revoked?.certStatus, thisUpdate: own.thisUpdate });
    const critical = new Extension({ extnID: '1.2.3.4', critical: true, extnValue: new Uint8Array([5, 0]).buffer });
    expect({
      'as it was': await changed(() => undefined),
      'good, then revoked': await changed((data, own) => void data.responses.push(worse(own))),
      'revoked, then good': await changed((data, own) => void data.responses.unshift(worse(own))),
      'made before it was known': await changed((data) => void (data.producedAt = after(-day))),
      'a critical extension': await changed((data) => void (data.responseExtensions = [critical])),
      'a critical extension of the answer': await changed((_, own) => void (own.singleExtensions = [critical])),
    }).toEqual({
      'as it was': ['revocation established', 'good'],
      'good, then revoked': ['revocation failed', 'revoked'],
      'revoked, then good': ['revocation failed', 'revoked'],
      'made before it was known': ['revocation-not-checked not-established', 'unknown'],
      'a critical extension': ['revocation-not-checked not-established', 'unknown'],
      'a critical extension of the answer': ['revocation-not-checked not-established', 'unknown'],
    });
  });

  test(`a seal with a timestamp is judged at it, wherever the timestamp is kept${xmlsecMissing}`, async () => {
    const checks = createTrustChecks(() => Date.now());
    const file = { name: 'hoc-ba/An (1).txt', bytes: Buffer.from('học bạ') };
    const seal = (entry: PkiEntry, signingTime: Date) =>
      createBundleSealer().seal({
        files: [{ name: file.name, sha256: createHash('sha256').update(file.bytes).digest(), mimeType: 'text/plain' }],
        certificate: entry.der,
        chain: [],
        algorithm: 'rsa-sha256',
        signingTime: signingTime.toISOString(),
        sign: (data) => Promise.resolve(new Uint8Array(sign('sha256', data, entry.keyPem))),
      });
    const plain = await seal(pki.school, after(-minute));
    const [stamped = new Uint8Array()] = stampedValues(plain);
    const answer = await checks.timestamp({ address: `${pki.server.url}/tsa`, data: stamped, trusted: { roots: [pki.root.der], practiceRoots: [], intermediates: [] }, at: new Date().toISOString(), patience: 20_000 });
    if (answer.kind === 'none') throw new Error(answer.reason);
    const { token } = answer;
    const rootList = pki.crl(pki.root);
    const before = pki.crl(pki.issuing, { thisUpdate: after(-minute), nextUpdate: after(2 * day) });
    pki.revoke(pki.school, pki.issuing, after(10 * minute));
    const revokedLater = pki.crl(pki.issuing, { thisUpdate: after(20 * minute), nextUpdate: after(2 * day) });
    const withStamp = addSignatureTimeStamp(plain, { token });
    const complete = addSignatureTimeStamp(plain, { token, lists: [before, rootList] });
    const foreign = addSignatureTimeStamp(await seal(pki.school, after(-2 * minute)), { token });
    const usual = { roots: [pki.root.der], intermediates: [pki.issuing.der], practiceRoots: [] };
    const check = async (signatures: Uint8Array, crls: readonly Uint8Array[], options: { readonly at?: Date; readonly timestamps?: readonly Uint8Array[]; readonly roots?: readonly Uint8Array[] } = {}) => {
      const zip = new ZipFile();
      zip.addBuffer(Buffer.from('application/vnd.etsi.asic-e+zip'), 'mimetype', { compress: false });
      zip.addBuffer(file.bytes, file.name);
      zip.addBuffer(Buffer.from(signatures), 'META-INF/signatures0.xml');
      zip.end();
      const chunks: Buffer[] = [];
      for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
      const report = await createVerifier().checkFile({ name: 'goi.asice', bytes: Buffer.concat(chunks), anchors: { ...usual, roots: options.roots ?? usual.roots, crls, timestamps: options.timestamps ?? [] }, at: (options.at ?? after(60 * minute)).toISOString() });
      const findings = report.file.signatures.flatMap((each) => each.findings);
      return findings.filter(({ code }) => ['timestamp', 'revocation', 'revocation-not-checked', 'revocation-values', 'validity', 'timestamp-not-checked', 'structure'].includes(code)).map((each) => `${brief(each)}${each.code === 'timestamp' && each.outcome !== 'established' ? ` ${String(each.params['reason'])}` : ''}`);
    };
    const inForce = 'validity established';
    expect({
      'not stamped, revoked since': await check(plain, [revokedLater, rootList]),
      'stamped, revoked since': await check(withStamp, [revokedLater, rootList]),
      'the stamp kept beside': await check(plain, [revokedLater, rootList], { timestamps: [token] }),
      'stamped, nothing known': await check(withStamp, []),
      'stamped, with its own lists': await check(complete, []),
      'stamped, then expired': await check(complete, [], { at: new Date('2035-01-01T00:00:00Z') }),
      'not stamped, expired': await check(plain, [before, rootList], { at: new Date('2035-01-01T00:00:00Z') }),
      'the stamp of another': await check(foreign, [before, rootList]),
      'lists of strangers': await check(addSignatureTimeStamp(plain, { token, lists: [pki.crl(pki.strangerRoot)] }), [before, rootList]),
      'a TSA that nobody knows': await check(withStamp, [before, rootList], { roots: [] }),
      'another unsigned property': await check(Buffer.from(Buffer.from(withStamp).toString().replace('</xades:UnsignedSignatureProperties>', '<xades:ArchiveTimeStamp/></xades:UnsignedSignatureProperties>')), [before, rootList]),
      'a stamp in loose base64': await check(Buffer.from(Buffer.from(withStamp).toString().replace('<xades:EncapsulatedTimeStamp>', '<xades:EncapsulatedTimeStamp> ')), [before, rootList]),
    }).toEqual({
      'not stamped, revoked since': [inForce, 'revocation not-established'],
      'stamped, revoked since': ['timestamp established', inForce, 'revocation established'],
      'the stamp kept beside': ['timestamp established', inForce, 'revocation established'],
      'stamped, nothing known': ['timestamp not-established revocation', inForce, 'revocation-not-checked not-established'],
      'stamped, with its own lists': ['timestamp established', inForce, 'revocation established'],
      'stamped, then expired': ['timestamp not-established revocation', 'validity not-established', 'revocation-not-checked not-established'],
      'not stamped, expired': ['validity not-established', 'revocation-not-checked not-established'],
      'the stamp of another': ['timestamp failed imprint', inForce, 'revocation established'],
      'lists of strangers': ['timestamp established', 'revocation-values not-established', inForce, 'revocation established'],
      'a TSA that nobody knows': ['timestamp not-established authority', inForce, 'revocation-not-checked not-established'],
      'another unsigned property': ['timestamp-not-checked not-established', 'timestamp established', inForce, 'revocation established'],
      'a stamp in loose base64': ['timestamp-not-checked not-established', inForce, 'revocation established'],
    });
    // Whatever byte of the token is changed, it proves nothing any more.
    const anchors = readAnchors({ ...usual, crls: [before, rootList] });
    const at = after(60 * minute).toISOString();
    const exact = (signatures: Uint8Array) => {
      const seals = readXml(signatures, (xml) => checkSeals(xml, [{ name: file.name, digests: { sha256: createHash('sha256').update(file.bytes).digest() } }], { anchors, at }).map(({ exactForm }) => exactForm));
      return typeof seals === 'string' ? seals : seals[0];
    };
    expect([exact(plain), exact(complete), exact(Buffer.from(Buffer.from(complete).toString().replace('<xades:UnsignedProperties>', '<xades:UnsignedProperties >')))]).toEqual([true, true, false]);
    const survivors = Array.from({ length: Math.ceil(token.length / 23) }, (_, index) => index * 23).filter((place) => {
      const changed = Uint8Array.from(token);
      changed[place] = (changed[place] ?? 0) ^ (1 << place % 8);
      return checkTimestamp(changed, stamped, anchors, anchors.proofs, at).finding.outcome === 'established';
    });
    expect({ whole: brief(checkTimestamp(token, stamped, anchors, anchors.proofs, at).finding), survivors }).toEqual({ whole: 'timestamp established', survivors: [] });
    if (xmlsecMissing !== '') return;
    mkdirSync(join(pki.folder, 'bundle', 'hoc-ba'), { recursive: true });
    writeFileSync(join(pki.folder, 'bundle', file.name), file.bytes);
    writeFileSync(join(pki.folder, 'bundle', 'signatures0.xml'), complete);
    const xmlsec = spawnSync('xmlsec1', ['--verify', '--id-attr:Id', 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties', '--trusted-pem', '../root.pem', '--untrusted-pem', '../issuing.pem', 'signatures0.xml'], { cwd: join(pki.folder, 'bundle'), encoding: 'utf8' });
    expect(`${xmlsec.stdout}${xmlsec.stderr}`).toContain('OK');
  });
});
