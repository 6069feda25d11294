import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPkiServer, type PkiServer } from './pki-server.ts';

export const opensslMissing = spawnSync('openssl', ['version']).status === 0 ? '' : ' (skipped: openssl not installed)';

/** A certificate with its key; both also lie in the folder as NAME.pem and NAME.key (PKCS#8). */
export type PkiEntry = { readonly name: string; readonly der: Uint8Array; readonly pem: string; readonly keyPem: string };

export type IssueOptions = {
  readonly key?: 'rsa-2048' | 'p256' | 'p384';
  /** Values of basicConstraints, keyUsage, extendedKeyUsage; '' leaves the extension out. */
  readonly constraints?: string;
  readonly usage?: string;
  readonly extendedUsage?: string;
  /** Validity as openssl writes it, YYYYMMDDHHMMSSZ. */
  readonly times?: readonly [string, string];
  /** Where its issuer answers: addresses of CRL and OCSP in the certificate. Default both. */
  readonly says?: readonly ('crl' | 'ocsp')[];
  /** More lines of openssl's extension file. */
  readonly more?: string;
};

/**
 * A small public key infrastructure by openssl, in a folder of its own, with real HTTP answers. Names are Vietnamese, with a comma. Everything
 * is in force from 2024 to 2034 unless its name says otherwise. Made in about a second; close it after use.
 */
export type TestPki = {
  readonly folder: string;
  readonly server: PkiServer;
  readonly root: PkiEntry;
  readonly issuing: PkiEntry;
  /** Persons with an ID number (RSA, P-256) and the school with its tax number (RSA). */
  readonly teacher: PkiEntry;
  readonly principal: PkiEntry;
  readonly school: PkiEntry;
  readonly revoked: PkiEntry;
  readonly expired: PkiEntry;
  readonly notYetValid: PkiEntry;
  /** keyEncipherment only. */
  readonly wrongUsage: PkiEntry;
  /** Issued by the teacher, who is no authority. */
  readonly byEndEntity: PkiEntry;
  /** id-kp-OCSPSigning, issued by `issuing`; signs what /ocsp/issuing answers. */
  readonly ocspSigner: PkiEntry;
  /** id-kp-timeStamping. */
  readonly tsa: PkiEntry;
  /** Another root that nobody trusts, and what it issued under the same names. */
  readonly strangerRoot: PkiEntry;
  readonly stranger: PkiEntry;
  issue(name: string, issuer: PkiEntry, subject: string, options?: IssueOptions): PkiEntry;
  /** Marks a certificate as revoked in its issuer's index: OCSP says so at once, a CRL once it is made. */
  revoke(entry: PkiEntry, issuer: PkiEntry, at?: Date): void;
  /** Makes NAME.crl anew, DER. */
  crl(issuer: PkiEntry, options?: { readonly thisUpdate?: Date; readonly nextUpdate?: Date }): Uint8Array;
  close(): Promise<void>;
};

const day = 86_400_000;

/** Makes the infrastructure. Needs openssl. */
export async function openTestPki(): Promise<TestPki> {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-pki-'));
  const server = await startPkiServer(folder);
  const parts = { folder, url: server.url };
  const root = authority(parts, 'root', null, '/C=VN/O=Cơ quan chứng thực thử, Hà Nội/CN=Root CA thử');
  const issuing = authority(parts, 'issuing', root, '/C=VN/O=Cơ quan chứng thực thử, Hà Nội/CN=CA cấp chứng thư thử');
  const strangerRoot = authority(parts, 'stranger-root', null, '/C=VN/O=Cơ quan chứng thực thử, Hà Nội/CN=Root CA thử');
  const issue = (name: string, issuer: PkiEntry, subject: string, options: IssueOptions = {}) => issueBy(parts, name, issuer, subject, options);
  const revoke = (entry: PkiEntry, issuer: PkiEntry, at = new Date()) => revokeIn(parts, entry, issuer, at);
  const person = (name: string, commonName: string, id: string, options: IssueOptions = {}, issuer = issuing) => issue(name, issuer, `/C=VN/O=Trường THCS Nguyễn Du, Quận 1/CN=${commonName}/UID=CCCD:${id}`, { key: 'p256', ...options });
  const teacher = person('teacher', 'Nguyễn Thị Hoa', '079180001234', { key: 'rsa-2048' });
  const revoked = person('revoked', 'Phạm Thu Hồi', '079180004321');
  const pki: TestPki = {
    folder,
    server,
    root,
    issuing,
    strangerRoot,
    teacher,
    principal: person('principal', 'Trần Văn Bình', '079170005678'),
    school: issue('school', issuing, '/C=VN/O=Trường THCS Nguyễn Du, Quận 1/CN=Trường THCS Nguyễn Du/UID=MST:0301234567', { key: 'rsa-2048' }),
    revoked,
    expired: person('expired', 'Lê Hết Hạn', '079180001111', { times: ['20240101000000Z', '20250101000000Z'] }),
    notYetValid: person('not-yet-valid', 'Lê Chưa Đến', '079180002222', { times: ['20330101000000Z', '20340101000000Z'] }),
    wrongUsage: person('wrong-usage', 'Võ Sai Mục Đích', '079180003333', { usage: 'critical,keyEncipherment' }),
    byEndEntity: person('by-end-entity', 'Đỗ Mạo Danh', '079180005555', {}, teacher),
    ocspSigner: issue('issuing-ocsp', issuing, '/C=VN/O=Cơ quan chứng thực thử, Hà Nội/CN=OCSP thử', { key: 'p256', extendedUsage: 'OCSPSigning', usage: 'critical,digitalSignature', says: [], more: 'noCheck=ignored' }),
    tsa: issue('tsa', issuing, '/C=VN/O=Cơ quan chứng thực thử, Hà Nội/CN=Dấu thời gian thử', { key: 'rsa-2048', extendedUsage: 'critical,timeStamping' }),
    stranger: person('stranger', 'Trần Văn Bình', '079170005678', {}, strangerRoot),
    issue,
    revoke,
    crl: (issuer, options) => crlOf(parts, issuer, options),
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  issue('root-ocsp', root, '/C=VN/O=Cơ quan chứng thực thử, Hà Nội/CN=OCSP gốc thử', { key: 'p256', extendedUsage: 'OCSPSigning', usage: 'critical,digitalSignature', says: [], more: 'noCheck=ignored' });
  writeTimestampConfig(folder, ['tsa']);
  revoke(revoked, issuing, new Date(Date.now() - day));
  for (const each of [root, issuing, strangerRoot]) pki.crl(each);
  return pki;
}

/** Sections of tsa.cnf: one per certificate that shall answer as a TSA. */
export function writeTimestampConfig(folder: string, names: readonly string[]): void {
  const sections = names.map((name) => `[${name}]\nserial=tsa.serial\nsigner_cert=${name}.pem\ncerts=issuing.pem\nsigner_key=${name}.key\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256,sha384,sha512\naccuracy=secs:1\ness_cert_id_chain=no\ness_cert_id_alg=sha256\n`);
  writeFileSync(join(folder, 'tsa.cnf'), sections.join('\n'));
  writeFileSync(join(folder, 'tsa.serial'), '01\n');
}

type Parts = { readonly folder: string; readonly url: string };

function openssl({ folder }: Parts, ...parameters: readonly string[]): Buffer {
  return execFileSync('openssl', parameters, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
}

function authority(parts: Parts, name: string, issuer: PkiEntry | null, subject: string): PkiEntry {
  const file = (ending: string, text: string) => writeFileSync(join(parts.folder, `${name}.${ending}`), text);
  file('cnf', `[ca]\ndefault_ca=d\n[d]\ndatabase=${name}.db\ncrlnumber=${name}.crlnumber\ndefault_md=sha256\ndefault_crl_days=30\nprivate_key=${name}.key\ncertificate=${name}.pem\nnew_certs_dir=.\nserial=${name}.serial\npolicy=p\nunique_subject=no\n[p]\nCN=supplied\nO=optional\nC=optional\nUID=optional\n`);
  file('db', '');
  file('crlnumber', '01\n');
  file('serial', '1000\n');
  const options: IssueOptions = { key: 'p256', constraints: 'critical,CA:TRUE', usage: 'critical,keyCertSign,cRLSign', times: ['20200101000000Z', '20400101000000Z'], says: issuer === null ? [] : ['crl', 'ocsp'] };
  const entry = issueBy(parts, name, issuer, subject, options);
  writeFileSync(join(parts.folder, `${name}.cer`), entry.der);
  return entry;
}

/** `issuer` null: signs itself. */
function issueBy(parts: Parts, name: string, issuer: PkiEntry | null, subject: string, options: IssueOptions): PkiEntry {
  const { key = 'rsa-2048', constraints = 'critical,CA:FALSE', usage = 'critical,digitalSignature,nonRepudiation', extendedUsage = '', times = ['20240101000000Z', '20340101000000Z'], says = ['crl', 'ocsp'], more = '' } = options;
  const at = (file: string) => join(parts.folder, file);
  const { privateKey } = key === 'rsa-2048' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ec', { namedCurve: key === 'p256' ? 'P-256' : 'P-384' });
  const keyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  writeFileSync(at(`${name}.key`), keyPem);
  openssl(parts, 'req', '-new', '-utf8', '-key', `${name}.key`, '-subj', subject, '-out', `${name}.csr`);
  const above = issuer?.name ?? name;
  const lines = [
    ...(constraints === '' ? [] : [`basicConstraints=${constraints}`]),
    ...(usage === '' ? [] : [`keyUsage=${usage}`]),
    ...(extendedUsage === '' ? [] : [`extendedKeyUsage=${extendedUsage}`]),
    'subjectKeyIdentifier=hash',
    ...(issuer === null ? [] : ['authorityKeyIdentifier=keyid']),
    ...(says.includes('crl') ? [`crlDistributionPoints=URI:${parts.url}/${above}.crl`] : []),
    ...(says.includes('ocsp') ? [`authorityInfoAccess=OCSP;URI:${parts.url}/ocsp/${above},caIssuers;URI:${parts.url}/${above}.cer`] : []),
    ...(more === '' ? [] : [more]),
  ];
  writeFileSync(at(`${name}.ext`), `${lines.join('\n')}\n`);
  // Whoever issues needs an index; a teacher who plays the authority gets the issuing authority's form.
  const config = issuer === null || issuer.name === 'root' || issuer.name === 'issuing' || issuer.name === 'stranger-root' ? `${above}.cnf` : 'issuing.cnf';
  openssl(parts, 'ca', '-batch', '-utf8', '-notext', '-preserveDN', '-config', config, ...(issuer === null ? ['-selfsign'] : ['-cert', `${above}.pem`]), '-keyfile', `${above}.key`, '-in', `${name}.csr`, '-startdate', times[0], '-enddate', times[1], '-extfile', `${name}.ext`, '-out', `${name}.pem`);
  const pem = readFileSync(at(`${name}.pem`), 'utf8');
  return { name, der: new Uint8Array(new X509Certificate(pem).raw), pem, keyPem };
}

function revokeIn({ folder }: Parts, entry: PkiEntry, issuer: PkiEntry, at: Date): void {
  const index = join(folder, `${issuer.name}.db`);
  const serial = new X509Certificate(entry.pem).serialNumber;
  const lines = readFileSync(index, 'utf8').split('\n').map((line) => {
    const [state, expires, , number, ...rest] = line.split('\t');
    return state === 'V' && number === serial ? ['R', expires, opensslTime(at), number, ...rest].join('\t') : line;
  });
  writeFileSync(index, lines.join('\n'));
}

/** The short form that openssl's index takes: YYMMDDHHMMSSZ. */
function opensslTime(at: Date): string {
  return longTime(at).slice(2);
}

function longTime(at: Date): string {
  return `${at.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`;
}

function crlOf(parts: Parts, issuer: PkiEntry, { thisUpdate = new Date(Date.now() - 3600_000), nextUpdate = new Date(Date.now() + 7 * day) }: { readonly thisUpdate?: Date; readonly nextUpdate?: Date } = {}): Uint8Array {
  openssl(parts, 'ca', '-config', `${issuer.name}.cnf`, '-gencrl', '-crl_lastupdate', longTime(thisUpdate), '-crl_nextupdate', longTime(nextUpdate), '-out', `${issuer.name}.crl.pem`);
  openssl(parts, 'crl', '-in', `${issuer.name}.crl.pem`, '-outform', 'DER', '-out', `${issuer.name}.crl`);
  return new Uint8Array(readFileSync(join(parts.folder, `${issuer.name}.crl`)));
}
