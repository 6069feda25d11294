import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileReport, SignatureReport } from '#core/contract/verification.ts';
import type { TrustAnchors } from '#main/office/ports/verifier.ts';

/**
 * Signed files made without our signer: keys, certificates and revocation lists by openssl, signatures by xmlsec1 from templates.
 */
export const tools = ['openssl', 'xmlsec1'].filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);
export const toolsMissing = tools.length === 0 ? '' : ` (skipped: ${tools.join(', ')} not installed)`;

/** `subject`: the holder's name as openssl writes it (RFC 2253, UTF-8). */
export type Signer = { readonly name: string; readonly der: Uint8Array; readonly subject: string };

export type Workshop = {
  readonly folder: string;
  readonly close: () => void;
  /** A self-signed authority of its own. */
  authority(name: string, commonName?: string): Signer;
  /** A certificate over a new key: `rsa:2048`, `rsa:1024`, `P-256`, `P-384`. `times`: validity as openssl writes it, YYYYMMDDHHMMSSZ. */
  signer(name: string, issuer: Signer, subject: string, options?: { readonly key?: string; readonly usage?: string; readonly times?: readonly [string, string] }): Signer;
  /** The revocation list of an authority, DER. `revoked`: certificates to list. */
  revocationList(issuer: Signer, revoked?: readonly Signer[], times?: readonly [string, string]): Uint8Array;
  /** Lets xmlsec1 fill the signature template inside the slot that an XPath names. */
  sign(document: string, xpath: string, signer: Signer, ids: readonly string[]): string;
};

export const recordIds = ['DU_LIEU_HOC_BA', 'THONG_TIN_HOC_BA', 'DIEM_TONG_KET', 'http://www.w3.org/2000/09/xmldsig#:SignatureProperty'].flatMap((name) => ['--id-attr:Id', name]);

export function openWorkshop(): Workshop {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-verifier-'));
  const run = (program: string, ...parameters: readonly string[]) => execFileSync(program, parameters, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const made = (name: string): Signer => ({
    name,
    der: new X509Certificate(readFileSync(join(folder, `${name}.pem`))).raw,
    subject: run('openssl', 'x509', '-in', `${name}.pem`, '-noout', '-subject', '-nameopt', 'RFC2253,utf8,-esc_msb').toString('utf8').trim().replace(/^subject=/, ''),
  });
  const newKey = (name: string, key: string) =>
    key.startsWith('rsa:')
      ? run('openssl', 'genpkey', '-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${key.slice(4)}`, '-out', `${name}.key`)
      : run('openssl', 'genpkey', '-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${key}`, '-out', `${name}.key`);
  return {
    folder,
    close: () => rmSync(folder, { recursive: true, force: true }),
    authority(name, commonName = name) {
      newKey(name, 'rsa:2048');
      writeFileSync(join(folder, `${name}.cnf`), `[ca]\ndefault_ca=d\n[d]\ndatabase=${name}.db\ncrlnumber=${name}.crlnumber\ndefault_md=sha256\ndefault_crl_days=300\nprivate_key=${name}.key\ncertificate=${name}.pem\nnew_certs_dir=.\nserial=${name}.serial\npolicy=p\nunique_subject=no\nstring_mask=utf8only\n[p]\nCN=supplied\nO=optional\nC=optional\nUID=optional\n`);
      for (const [file, text] of [['db', ''], ['crlnumber', '01\n'], ['serial', '1000\n']] as const) writeFileSync(join(folder, `${name}.${file}`), text);
      run('openssl', 'req', '-new', '-utf8', '-key', `${name}.key`, '-subj', `/C=VN/O=Cơ quan thử/CN=CA ${commonName}`, '-out', `${name}.csr`);
      writeFileSync(join(folder, `${name}.ext`), 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n');
      run('openssl', 'ca', '-batch', '-selfsign', '-utf8', '-notext', '-preserveDN', '-config', `${name}.cnf`, '-in', `${name}.csr`, '-keyfile', `${name}.key`, '-startdate', '20240101000000Z', '-enddate', '20400101000000Z', '-extfile', `${name}.ext`, '-out', `${name}.pem`);
      return made(name);
    },
    signer(name, issuer, subject, { key = 'rsa:2048', usage = 'critical,digitalSignature,nonRepudiation', times = ['20250101000000Z', '20300101000000Z'] } = {}) {
      newKey(name, key);
      run('openssl', 'req', '-new', '-utf8', '-key', `${name}.key`, '-subj', subject, '-out', `${name}.csr`);
      writeFileSync(join(folder, `${name}.ext`), `basicConstraints=critical,CA:FALSE\n${usage === '' ? '' : `keyUsage=${usage}\n`}subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n`);
      run('openssl', 'ca', '-batch', '-utf8', '-notext', '-preserveDN', '-config', `${issuer.name}.cnf`, '-in', `${name}.csr`, '-startdate', times[0], '-enddate', times[1], '-extfile', `${name}.ext`, '-out', `${name}.pem`);
      return made(name);
    },
    revocationList(issuer, revoked = [], times = ['20260601000000Z', '20261201000000Z']) {
      for (const { name } of revoked) run('openssl', 'ca', '-config', `${issuer.name}.cnf`, '-revoke', `${name}.pem`);
      run('openssl', 'ca', '-config', `${issuer.name}.cnf`, '-gencrl', '-crl_lastupdate', times[0], '-crl_nextupdate', times[1], '-out', `${issuer.name}.crl`);
      return new Uint8Array(run('openssl', 'crl', '-in', `${issuer.name}.crl`, '-outform', 'DER'));
    },
    sign(document, xpath, signer, ids) {
      writeFileSync(join(folder, 'template.xml'), document);
      run('xmlsec1', '--sign', ...ids, '--node-xpath', xpath, '--privkey-pem', `${signer.name}.key,${signer.name}.pem`, '--output', 'signed.xml', 'template.xml');
      return readFileSync(join(folder, 'signed.xml'), 'utf8');
    },
  };
}

export const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const inclusive = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
const dsig = 'http://www.w3.org/2000/09/xmldsig#';
const more = 'http://www.w3.org/2001/04/xmldsig-more#';

export type TemplateOptions = {
  readonly canonical?: string;
  readonly transforms?: string;
  readonly digest?: string;
  readonly method?: string;
  readonly signingTime?: string;
  readonly day?: string;
  readonly personalId?: string;
};

/** An empty ds:Signature for xmlsec1: a region, then the signing time. */
export function signatureTemplate(id: string, region: string, signer: Signer, { canonical = exclusive, transforms, digest = 'http://www.w3.org/2001/04/xmlenc#sha256', method = `${more}rsa-sha256`, signingTime = '2026-05-31T10:15:00+07:00' }: TemplateOptions = {}): string {
  const steps = transforms ?? `<ds:Transforms><ds:Transform Algorithm="${canonical}"/></ds:Transforms>`;
  const reference = (uri: string, how: string) => `<ds:Reference URI="${uri}">${how}<ds:DigestMethod Algorithm="${digest}"/><ds:DigestValue></ds:DigestValue></ds:Reference>`;
  return (
    `<ds:Signature xmlns:ds="${dsig}" Id="Signature-${id}"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${canonical}"/><ds:SignatureMethod Algorithm="${method}"/>` +
    `${reference(`#${region}`, steps)}${reference(`#SigningTime-${id}`, `<ds:Transforms><ds:Transform Algorithm="${canonical}"/></ds:Transforms>`)}</ds:SignedInfo><ds:SignatureValue></ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data><ds:X509SubjectName>${signer.subject.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</ds:X509SubjectName><ds:X509Certificate/></ds:X509Data></ds:KeyInfo>` +
    `<ds:Object><ds:SignatureProperties><ds:SignatureProperty Id="SigningTime-${id}" Target="#Signature-${id}"><SigningTime>${signingTime}</SigningTime></ds:SignatureProperty></ds:SignatureProperties></ds:Object></ds:Signature>`
  );
}

export const principalId = '079170005678';
export const homeroomId = '079180001234';
export const schoolName = 'Trường THCS Nguyễn Du';

/** The data of a record, shortened to what the verifier reads. */
export function recordData(changes: Readonly<Record<string, string>> = {}): string {
  const fields = {
    PHIEN_BAN: '1.0',
    MA_TRA_CUU_UUID: '7d1f4f2e-5f3c-4b58-9d8e-0a6d6a1c2b3d',
    TEN_NAM_HOC: '2025-2026',
    TEN_TRUONG: schoolName,
    HO_VA_TEN: 'Nguyễn Thị Bích Ẫ',
    SO_CCCD: '079212009876',
    NGAY_SINH: '2012-03-04',
    TEN_GIAM_HIEU_KY_HOC_BA: 'Trần Văn Bình',
    SO_CCCD_GIAM_HIEU_KY_HOC_BA: principalId,
    TEN_GIAO_VIEN_CHU_NHIEM: 'Nguyễn Thị Hoa',
    SO_CCCD_GIAO_VIEN_CHU_NHIEM: homeroomId,
    TEN_LOP: '7A',
    ...changes,
  };
  const general = Object.entries(fields).map(([tag, value]) => `<${tag}>${value}</${tag}>`).join('\n        ');
  return (
    `<DU_LIEU_HOC_BA Id="data">\n    <THONG_TIN_HOC_BA Id="thongtinhocba">\n      <THONG_TIN_CHUNG>\n        ${general}\n      </THONG_TIN_CHUNG>\n` +
    `      <TONG_KET><DUOC_LEN_LOP>1</DUOC_LEN_LOP><BANG_DIEM><DIEM_TONG_KET Id="mon-TOAN"><DIEM>8.5</DIEM><GHI_CHU/><GVBM><HO_VA_TEN>Lò Văn Toán</HO_VA_TEN><SO_CCCD>014190001111</SO_CCCD></GVBM></DIEM_TONG_KET></BANG_DIEM></TONG_KET>\n` +
    '    </THONG_TIN_HOC_BA>\n  </DU_LIEU_HOC_BA>'
  );
}

export type SlotName = 'GVBM' | 'GVCN' | 'CBQL' | 'KY_PHAT_HANH';
export type Step = { readonly slot: SlotName; readonly signer: Signer; readonly options?: TemplateOptions };

const slots = {
  GVBM: { region: 'mon-TOAN', id: 'GVBM-TOAN', personalId: '014190001111' },
  GVCN: { region: 'thongtinhocba', id: 'GVCN', personalId: homeroomId },
  CBQL: { region: 'data', id: 'CBQL', personalId: principalId },
  KY_PHAT_HANH: { region: 'data', id: 'KY_PHAT_HANH', personalId: '' },
} as const;

/** A record with its signatures, made step by step as offices do. */
export function signRecord(workshop: Workshop, data: string, steps: readonly Step[]): string {
  let signed: readonly { readonly slot: SlotName; readonly text: string }[] = [];
  let document = wrapRecord(data, signed);
  for (const { slot, signer, options = {} } of steps) {
    const { region, id, personalId } = slots[slot];
    const who = options.personalId ?? personalId;
    const day = options.day ?? options.signingTime ?? '2026-05-31T10:15:00+07:00';
    const text = `<${slot}><NGAY_KY>${day}</NGAY_KY>${who === '' ? '' : `<SO_CCCD>${who}</SO_CCCD>`}${signatureTemplate(id, region, signer, options)}</${slot}>`;
    document = workshop.sign(wrapRecord(data, [...signed, { slot, text }]), `//${slot}/*[local-name()='Signature']`, signer, recordIds);
    const done = new RegExp(`<${slot}><NGAY_KY>[\\s\\S]*</${slot}>`).exec(document)?.[0] ?? '';
    signed = [...signed, { slot, text: done }];
  }
  return document;
}

function wrapRecord(data: string, signed: readonly { readonly slot: SlotName; readonly text: string }[]): string {
  const of = (name: SlotName) => signed.find(({ slot }) => slot === name)?.text ?? '';
  const around = (tag: string, text: string) => (text === '' ? '' : `<${tag}>${text}</${tag}>`);
  const parts = around('DANH_SACH_GVBM', of('GVBM')) + of('GVCN') + around('PHAT_HANH_HOC_BA', of('CBQL') + of('KY_PHAT_HANH'));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<HOC_BA>${data}${around('DANH_SACH_THONG_TIN_KY', parts)}</HOC_BA>\n`;
}

export const noAnchors: TrustAnchors = { roots: [], intermediates: [], practiceRoots: [] };

/** What is not established about a file, a line a statement: `code outcome`. */
export function openPoints(report: FileReport | SignatureReport): readonly string[] {
  return report.findings.filter(({ outcome }) => outcome !== 'established').map(({ code, outcome }) => `${code} ${outcome}`);
}
