import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTrustChecks } from '#main/signing/trust/trust-checks.ts';
import { readAnchors } from '#main/signing/verifier/certificate-path.ts';
import { readCertificate, type ReadCertificate } from '#main/signing/verifier/certificate.ts';
import { checkRevocation } from '#main/signing/verifier/revocation.ts';
import { checkSigner } from '#main/signing/verifier/signer-check.ts';
import { checkTimestamp } from '#main/signing/verifier/timestamp-check.ts';
import { isInDer } from '#main/signing/verifier/timestamp-token.ts';
import { openssl as ask } from '#tests/support/openssl-judge.ts';
import { timestampAnswer } from '#tests/support/pki-server.ts';
import { openTestPki, opensslMissing, type PkiEntry, type TestPki } from '#tests/support/test-pki.ts';

const checks = createTrustChecks(() => Date.now());
let pki: TestPki;
beforeAll(async () => {
  if (opensslMissing === '') pki = await openTestPki();
});
afterAll(() => pki?.close());

const openssl = (...parameters: readonly string[]) => execFileSync('openssl', parameters, { cwd: pki.folder, stdio: ['ignore', 'pipe', 'pipe'] });
const derOf = (name: string) => new Uint8Array(new X509Certificate(readFileSync(join(pki.folder, `${name}.pem`))).raw);
const now = () => new Date().toISOString();
const pss = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32'] as const;

function read(der: Uint8Array): ReadCertificate {
  const certificate = readCertificate(der);
  if (certificate === null) throw new Error('certificate');
  return certificate;
}

/** A certificate over the key of `request`, as openssl ca makes it. `extensions`: whose; '' for none. */
function certified(name: string, issuer: string, request: string, extensions: string, more: readonly string[] = [], times: readonly [string, string] = ['20240101000000Z', '20340101000000Z']): Uint8Array {
  const config = ['root', 'issuing', 'stranger-root'].includes(issuer) ? issuer : 'issuing';
  openssl('ca', '-batch', '-utf8', '-notext', '-preserveDN', '-config', `${config}.cnf`, ...(issuer === request ? ['-selfsign'] : ['-cert', `${issuer}.pem`]), '-keyfile', `${issuer}.key`, '-in', `${request}.csr`, '-startdate', times[0], '-enddate', times[1], ...(extensions === '' ? [] : ['-extfile', `${extensions}.ext`]), '-out', `${name}.pem`, ...more);
  return derOf(name);
}

/** What the verifier says of a signer: chain, key usage and validity, those that are not established. */
function said(signer: Uint8Array, roots: readonly Uint8Array[], enclosed: readonly Uint8Array[] = [pki.issuing.der], crls: readonly Uint8Array[] = []) {
  const findings = checkSigner(read(signer), enclosed, readAnchors({ roots, intermediates: [], practiceRoots: [], crls }), { signingTime: new Date(Date.now() - 60_000).toISOString(), at: now() });
  return findings.flatMap(({ code, outcome, params }) => (outcome !== 'established' && code !== 'revocation-not-checked' ? [`${code} ${outcome} ${String(params['reason'] ?? '')}`.trim()] : []));
}

describe.skipIf(opensslMissing !== '')(`paths that have more than one way${opensslMissing}`, () => {
  test('one way to a root that holds is enough, in whatever order the certificates come', () => {
    const old = certified('old-root', 'root', 'root', 'root', [], ['20100101000000Z', '20200101000000Z']);
    const oldIssuing = certified('old-issuing', 'root', 'issuing', 'issuing', [], ['20100101000000Z', '20200101000000Z']);
    const renewed = certified('renewed', 'root', 'issuing', 'issuing', [], ['20260101000000Z', '20400101000000Z']);
    const longAgo = checkSigner(read(pki.teacher.der), [renewed], readAnchors({ roots: [pki.root.der], intermediates: [], practiceRoots: [] }), { signingTime: '2025-06-01T00:00:00Z', at: now() }).flatMap(({ code, outcome, params }) => (code === 'chain' ? [`${outcome} ${String(params['reason'])}`] : []));
    const crossed = certified('crossed', 'stranger-root', 'issuing', 'issuing');
    const signer = pki.teacher.der;
    const { root, issuing, strangerRoot } = pki;
    const lists = [pki.crl(issuing), pki.crl(root)];
    // A root of the first version of X.509, which has no extensions.
    const first = certified('first-root', 'root', 'root', '');
    openssl('ca', '-config', 'stranger-root.cnf', '-revoke', 'crossed.pem');
    const revoked = pki.crl(strangerRoot);
    const changed = Uint8Array.from(signer);
    changed[signer.length - 3] = (changed[signer.length - 3] ?? 0) ^ 1;
    writeFileSync(join(pki.folder, 'bare.ext'), 'keyUsage=digitalSignature\n');
    const bare = certified('bare', 'stranger-root', 'teacher', 'bare');
    expect({
      'signed before the authority renewed its certificate': longAgo,
      'a changed certificate': said(changed, [root.der]),
      // The root has another key than who made it, and the same name; nothing in it says which key was meant.
      'by another key of the same name': said(bare, [root.der]),
      'an expired root before the renewed one': said(signer, [old, root.der]),
      'after it': said(signer, [root.der, old]),
      'an expired authority before the renewed one': said(signer, [root.der], [oldIssuing, issuing.der]),
      'only the expired one': said(signer, [root.der], [oldIssuing]),
      'a root without extensions': said(signer, [first]),
      'an authority without extensions in the middle': said(pki.issue('of-first', root, '/C=VN/CN=Ai/UID=CCCD:079170005678', { key: 'p256', says: [] }).der, [strangerRoot.der], [first]),
      'certified by another root too': said(signer, [strangerRoot.der], [issuing.der, crossed]),
      'by both, and revoked by one': said(signer, [strangerRoot.der, root.der], [crossed, issuing.der], [...lists, revoked]),
      'revoked by the only one': said(signer, [strangerRoot.der], [crossed, issuing.der], [...lists, revoked]).map((each) => each.split(' ')[0]),
    }).toEqual({
      'signed before the authority renewed its certificate': ['not-established authority-later'],
      'a changed certificate': ['chain failed forged'],
      'by another key of the same name': ['chain not-established unknown-issuer'],
      'an expired root before the renewed one': [],
      'after it': [],
      'an expired authority before the renewed one': [],
      'only the expired one': ['chain failed authority-expired'],
      'a root without extensions': [],
      'an authority without extensions in the middle': ['chain not-established unknown-issuer'],
      // The way holds; but of the certificate beside it, whose root is not at hand, no byte can be vouched for.
      'certified by another root too': ['exact-form not-established'],
      'by both, and revoked by one': [],
      'revoked by the only one': ['exact-form', 'revocation'],
    });
  });

  test('what limits an authority or a certificate is kept to, or said to be not understood', () => {
    const { root, issuing } = pki;
    const authority = (name: string, more: string, usage?: string) => pki.issue(name, root, `/C=VN/O=Cơ quan/CN=CA ${name}`, { key: 'p256', constraints: 'critical,CA:TRUE', usage: usage ?? 'critical,keyCertSign,cRLSign', says: [], more });
    const below = (name: string, issuer: PkiEntry, extendedUsage = '') => pki.issue(name, issuer, `/C=VN/CN=Trần Văn Bình ${name}/UID=CCCD:079170005678`, { key: 'p256', says: [], extendedUsage });
    const names = authority('ten', 'nameConstraints=excluded;DNS:example.vn,excluded;email:.vn');
    const people = authority('nguoi', 'nameConstraints=permitted;dirName:only\n[only]\nC=VN');
    const mail = pki.issue('b8', names, '/C=VN/CN=Trần Văn Bình/UID=CCCD:079170005678', { key: 'p256', says: [], more: 'subjectAltName=email:binh@truong.vn' });
    const servers = authority('may-chu', 'extendedKeyUsage=critical,serverAuth');
    const policies = authority('quy-che', 'policyConstraints=critical,requireExplicitPolicy:0');
    const of = (entry: PkiEntry, enclosed: readonly PkiEntry[] = [issuing]) => said(entry.der, [root.der], enclosed.map(({ der }) => der));
    expect({
      'names of servers': of(below('b1', names), [names]),
      'names of servers, and the signer has a mail address': of(mail, [names]),
      'names of people, not even critical': of(below('b7', people), [people]),
      'authority for servers': of(below('b2', servers), [servers]),
      'conditions of policy': of(below('b3', policies), [policies]),
      'documents and e-mail': of(below('b4', issuing, 'critical,emailProtection,1.3.6.1.5.5.7.3.36')),
      servers: of(below('b5', issuing, 'serverAuth')),
      'servers, critical': of(below('b6', issuing, 'critical,serverAuth')),
      timestamps: of(pki.tsa),
    }).toEqual({
      'names of servers': [],
      'names of servers, and the signer has a mail address': ['chain not-established unknown-extension'],
      'names of people, not even critical': ['chain not-established unknown-extension'],
      'authority for servers': ['chain failed not-an-authority'],
      'conditions of policy': ['chain not-established unknown-extension'],
      'documents and e-mail': [],
      servers: ['key-usage not-established'],
      'servers, critical': ['key-usage failed'],
      timestamps: ['key-usage failed'],
    });
  });
});

describe.skipIf(opensslMissing !== '')(`RSA-PSS and BER in what authorities write${opensslMissing}`, () => {
  test('certificates, lists and responses signed with RSA-PSS; with SHA-1 inside they prove nothing', async () => {
    const { root } = pki;
    const usual = { constraints: 'critical,CA:TRUE', usage: 'critical,keyCertSign,cRLSign,digitalSignature', says: [] } as const;
    const authority = pki.issue('pss', root, '/C=VN/O=Cơ quan/CN=CA PSS', { ...usual, key: 'rsa-2048' });
    pki.issue('pss-signer', authority, '/C=VN/CN=Trần Văn Bình/UID=CCCD:079170005678', { key: 'p256', says: [] });
    const salted = certified('salted', 'pss', 'pss-signer', 'pss-signer', pss);
    const sha1 = certified('salted-sha1', 'pss', 'pss-signer', 'pss-signer', ['-md', 'sha1', ...pss]);
    // A key that is for RSA-PSS only.
    openssl('genpkey', '-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', 'only.key');
    openssl('req', '-new', '-utf8', '-key', 'only.key', '-subj', '/C=VN/O=Cơ quan/CN=CA chỉ PSS', '-out', 'only.csr');
    const only = certified('only', 'root', 'only', 'pss');
    const byOnly = certified('by-only', 'only', 'pss-signer', 'pss-signer');
    const list = (name: string, more: readonly string[]) => {
      openssl('ca', '-config', 'issuing.cnf', '-cert', 'pss.pem', '-keyfile', 'pss.key', '-gencrl', '-out', `${name}.pem.crl`, ...more);
      return new Uint8Array(openssl('crl', '-in', `${name}.pem.crl`, '-outform', 'DER'));
    };
    openssl('ocsp', '-issuer', 'pss.pem', '-cert', 'salted.pem', '-no_nonce', '-reqout', '700.request');
    const options = ['-index', 'issuing.db', '-CA', 'pss.pem', '-rsigner', 'pss.pem', '-rkey', 'pss.key', '-reqin', '700.request', '-nmin', '60'];
    openssl('ocsp', ...options, '-rsigopt', 'rsa_padding_mode:pss', '-rsigopt', 'rsa_pss_saltlen:32', '-respout', '700.answer');
    openssl('ocsp', ...options, '-rmd', 'sha1', '-rsigopt', 'rsa_padding_mode:pss', '-respout', '701.answer');
    const response = (number: number) => new Uint8Array(readFileSync(join(pki.folder, `${number}.answer`)));
    const revocation = (crls: readonly Uint8Array[], ocsps: readonly Uint8Array[] = []) => {
      const { code, outcome } = checkRevocation([read(salted), read(authority.der)], { crls, ocsps }, { at: now(), signingTime: now(), stampedAt: null });
      return `${code} ${outcome}`;
    };
    // What the signing side says of the same.
    const before = async (list: Uint8Array | null, der: Uint8Array | null) => {
      const evidence = [...(list === null ? [] : [checks.readList(list, [])?.evidence ?? []].flat()), ...(der === null ? [] : [{ kind: 'ocsp', key: read(salted).facts.digest, der, thisUpdate: now(), nextUpdate: null } as const])];
      return (await checks.revocation({ path: [salted, authority.der], evidence, at: now(), network: null, freshestOnly: false })).answer.state;
    };
    const chain = async (certificate: Uint8Array, enclosed: Uint8Array) => {
      const { answer } = await checks.chain({ certificate, chain: [enclosed], trusted: { roots: [root.der], practiceRoots: [], intermediates: [] }, at: now() });
      return answer.state === 'untrusted' ? answer.reason : answer.state;
    };
    expect({
      before: [await chain(salted, authority.der), await chain(sha1, authority.der), await chain(byOnly, only), await before(list('salted-b', ['-md', 'sha256', ...pss]), null), await before(list('salted-c', ['-md', 'sha1', ...pss]), null), await before(null, response(700)), await before(null, response(701))],
      openssl: ask(pki.folder, ['verify', '-CAfile', 'root.pem', '-untrusted', 'pss.pem', 'salted.pem']).ok,
      certificate: said(salted, [root.der], [authority.der]),
      'certificate with SHA-1': said(sha1, [root.der], [authority.der]),
      'key for RSA-PSS only': said(byOnly, [root.der], [only]),
      list: revocation([list('salted', ['-md', 'sha256', ...pss])]),
      'list with another salt': revocation([list('salted-20', ['-md', 'sha384', '-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:20'])]),
      'list with SHA-1': revocation([list('salted-1', ['-md', 'sha1', ...pss])]),
      response: revocation([], [response(700)]),
      'response with SHA-1': revocation([], [response(701)]),
    }).toEqual({
      before: ['trusted', 'weak', 'trusted', 'good', 'unknown', 'good', 'unknown'],
      openssl: true,
      certificate: [],
      'certificate with SHA-1': ['chain not-established weak-authority'],
      'key for RSA-PSS only': [],
      list: 'revocation established',
      'list with another salt': 'revocation established',
      'list with SHA-1': 'revocation-not-checked not-established',
      response: 'revocation established',
      'response with SHA-1': 'revocation-not-checked not-established',
    });
  });

  test('timestamps with RSA-PSS, and in BER as some authorities send them; no byte of them is free', async () => {
    const stamped = Buffer.from('chữ ký');
    openssl('ts', '-query', '-data', 'root.cnf', '-sha256', '-cert', '-no_nonce', '-out', '800.request');
    await timestampAnswer(pki.folder, 800);
    openssl('ts', '-reply', '-in', '800.answer', '-token_out', '-out', '800.token');
    openssl('cms', '-verify', '-noverify', '-inform', 'DER', '-in', '800.token', '-out', '800.tst');
    const data = readFileSync(join(pki.folder, 'root.cnf'));
    const signed = (name: string, more: readonly string[]) => {
      openssl('cms', '-sign', '-cades', '-binary', '-nodetach', '-econtent_type', 'id-smime-ct-TSTInfo', '-md', 'sha256', '-signer', 'tsa.pem', '-inkey', 'tsa.key', '-in', '800.tst', '-outform', 'DER', '-out', `${name}.cms`, ...more);
      return new Uint8Array(readFileSync(join(pki.folder, `${name}.cms`)));
    };
    const anchors = readAnchors({ roots: [pki.root.der], intermediates: [pki.issuing.der], practiceRoots: [], crls: [pki.crl(pki.issuing), pki.crl(pki.root)] });
    const judged = (token: Uint8Array, over: Uint8Array = data) => {
      const { finding } = checkTimestamp(token, over, anchors, anchors.proofs, now());
      return `${finding.outcome} ${String(finding.params['reason'] ?? '')}`.trim();
    };
    const salted = signed('salted-token', ['-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:32']);
    const open = signed('open-token', ['-stream', '-indef']);
    const free = (token: Uint8Array) =>
      Array.from({ length: Math.ceil(token.length / 13) }, (_, index) => index * 13).filter((place) => {
        const changed = Uint8Array.from(token);
        changed[place] = (changed[place] ?? 0) ^ (1 << place % 8);
        return [changed, Buffer.concat([token.subarray(0, place), token.subarray(place + 1)])].some((each) => judged(each).startsWith('established'));
      });
    expect({
      der: [isInDer(signed('usual', [])), isInDer(open)],
      'RSA-PSS': judged(salted),
      'RSA-PSS with SHA-1': judged(signed('sha1-token', ['-md', 'sha1', '-keyopt', 'rsa_padding_mode:pss'])),
      BER: judged(open),
      'BER over something else': judged(open, stamped),
      'BER with a byte behind': judged(Buffer.concat([open, Buffer.from([0])])),
      'free bytes': [free(salted), free(open)],
    }).toEqual({
      der: [true, false],
      'RSA-PSS': 'established',
      'RSA-PSS with SHA-1': 'not-established unreadable',
      BER: 'established',
      'BER over something else': 'failed imprint',
      'BER with a byte behind': 'not-established unreadable',
      'free bytes': [[], []],
    });
  });
});
