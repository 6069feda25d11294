import { execFileSync } from 'node:child_process';
import { constants, createPrivateKey, createSign, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statementOf } from '#core/text/check-statement.ts';
import { secondaryFormat } from '#core/records/secondary-format.ts';
import { createPrintThread } from '#main/documents/printing/print-thread.ts';
import { createRecordWriter } from '#main/documents/record-xml/record-writer.ts';
import { createRecordPrinter } from '#main/documents/record-pdf/record-printer.ts';
import type { PrintableRecord } from '#main/office/ports/documents.ts';
import type { PdfRole, SignatureImage } from '#main/office/ports/pdf-signing.ts';
import type { TokenSession } from '#main/office/ports/signing.ts';
import type { TrustAnchors } from '#main/office/ports/verifier.ts';
import type { PracticeHolder } from '#main/practice/tokens/practice-manifest.ts';
import { createPdfSigner } from '#main/signing/pdf/pdf-signer.ts';
import { withUpdate } from '#main/signing/pdf/incremental-update.ts';
import { createVerifier } from '#main/signing/verifier/verifier.ts';
import { createRecordSigner } from '#main/signing/xml/record-signer.ts';
import { sealPng, signaturePng } from '#tests/support/png-maker.ts';
import { buildRecordData, sampleSignatures } from '#tests/support/record-builder.ts';
import { randomByteChanges } from './byte-changes.ts';
import { judge, openTestTokens, softHsmPath, type TestTokens } from './signing-parts.ts';
import { openWorkshop } from './verifier-parts.ts';

const folder = mkdtempSync(join(tmpdir(), 'hocba-signed-pdf-'));
const printer = createRecordPrinter(createPrintThread({ worker: null, resourcesFolder: fileURLToPath(new URL('../../resources', import.meta.url)) }));
const signer = createPdfSigner();
const data = buildRecordData();
const record: PrintableRecord = { data, version: 1, dataDigest: '5a'.repeat(32), signatures: sampleSignatures, training: false };
const images: Readonly<Record<PdfRole, SignatureImage>> = { principal: { png: signaturePng(), millimetres: 42 }, school: { png: sealPng(), millimetres: 36 } };

const holders: readonly PracticeHolder[] = [
  { label: 'rsa', holder: data.issue.principalName, organisation: data.school.name, kind: 'person', personalId: data.issue.principalPersonalId, key: 'rsa-2048' },
  { label: 'p256', holder: data.issue.principalName, organisation: data.school.name, kind: 'person', personalId: data.issue.principalPersonalId, key: 'p256' },
  { label: 'con-dau', holder: data.school.name, organisation: data.school.name, kind: 'organisation', personalId: '1400123456', key: 'rsa-2048' },
];

let opened: TestTokens;
const sessions = new Map<string, TokenSession>();
beforeAll(async () => {
  opened = await openTestTokens(join(folder, 'tokens'), softHsmPath === undefined ? 'software' : 'softhsm', { holders });
  const { certificates } = await opened.service.listCertificates([opened.tokens.module]);
  for (const { tokenLabel, tokenSerial, facts } of certificates) sessions.set(tokenLabel, await opened.service.openSession({ module: opened.tokens.module, tokenSerial, certificateDigest: facts.digest }, '12345678'));
  writeFileSync(join(folder, 'ca.pem'), new X509Certificate(opened.tokens.caCertificate).toString());
}, 60_000);
afterAll(async () => {
  for (const session of sessions.values()) await session.close();
  await printer.close();
  rmSync(folder, { recursive: true, force: true });
});

async function sign(document: Uint8Array, role: PdfRole, label: string, signingTime: string, image: SignatureImage | null, of = data, training = true): Promise<Uint8Array> {
  const session = sessions.get(label);
  if (session === undefined) throw new Error(`No token ${label}.`);
  const { certificate, algorithm } = session;
  const appearance = await printer.printAppearance({ role, signer: of.issue.principalName, organisation: of.school.name, signedAt: signingTime, training, image });
  const draft = await signer.draft({ document, role, appearance, certificate: certificate.der, chain: certificate.chain, algorithm, signingTime });
  return signer.finish(draft, await session.sign(draft.toBeSigned));
}

function save(name: string, bytes: Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

/** What poppler says of each signature, and of what it covers. */
function pdfsig(file: string): readonly string[] {
  return judge('pdfsig', ['-nocert', file]).output.split('\n').filter((line) => /Field Name|Signature Validation|otal document|Signature Type/.test(line)).map((line) => line.replace(/^\s*- /, '').trim());
}

const poppler = (field: string, whole: 'Total' | 'Not total', verdict = 'is Valid.') => [`Signature Field Name: ${field}`, 'Signature Type: ETSI.CAdES.detached', `${whole} document signed`, `Signature Validation: Signature ${verdict}`];

describe.each(['rsa', 'p256'] as const)('a record signed as a PDF with %s', (label) => {
  let prepared: Uint8Array;
  let one: Uint8Array;
  let two: Uint8Array;
  beforeAll(async () => {
    prepared = await signer.prepare(await printer.printToSign(record));
    one = await sign(prepared, 'principal', label, '2026-05-31T10:15:00+07:00', images.principal);
    two = await sign(one, 'school', 'con-dau', '2026-05-31T14:40:00+07:00', images.school);
  }, 60_000);

  test('is valid to poppler with one signature and with two, each an addition to the bytes before it', async () => {
    const flipped = Uint8Array.from(two);
    flipped[30_000] = (flipped[30_000] ?? 0) ^ 1;
    expect([pdfsig(save('1.pdf', one)), pdfsig(save('2.pdf', two)), pdfsig(save('flipped.pdf', flipped))]).toEqual([
      // The school's field waits for its signature.
      [...poppler('HieuTruong', 'Total'), 'Signature Field Name: NhaTruong'],
      [...poppler('HieuTruong', 'Not total'), ...poppler('NhaTruong', 'Total')],
      [...poppler('HieuTruong', 'Not total', 'is Invalid.'), ...poppler('NhaTruong', 'Total', 'is Invalid.')].map((line) => line.replace('Signature is Invalid.', 'Digest Mismatch.')),
    ]);
    expect([Buffer.from(one).subarray(0, prepared.length).equals(prepared), Buffer.from(two).subarray(0, one.length).equals(one)]).toEqual([true, true]);
    expect(Buffer.from(await signer.prepare(await printer.printToSign(record))).equals(prepared)).toBe(true);
  });

  test('holds a CMS that openssl accepts as CAdES over the bytes of the range', () => {
    const text = Buffer.from(one).toString('latin1');
    const [, first, second, third] = /\/ByteRange \[0 (\d+) (\d+) (\d+)\]/.exec(text)?.map(Number) ?? [];
    if (first === undefined || second === undefined || third === undefined) throw new Error('No range.');
    save('signed.der', Buffer.from(text.slice(first + 1, second - 1), 'hex'));
    save('content', Buffer.concat([one.subarray(0, first), one.subarray(second, second + third)]));
    const verify = (...more: readonly string[]) => judge('openssl', ['cms', '-verify', '-cades', '-inform', 'DER', '-in', 'signed.der', '-content', 'content', '-binary', '-out', 'out', '-attime', '1800000000', '-purpose', 'any', ...more], folder);
    expect([verify('-CAfile', 'ca.pem').output.trim(), verify('-CAfile', 'ca.pem').ok]).toEqual(['CAdES Verification successful', true]);
    save('content', Buffer.concat([one.subarray(0, first - 1), Buffer.from('x'), one.subarray(second, second + third)]));
    expect(verify('-CAfile', 'ca.pem').ok).toBe(false);
  });
});

/** Words of the first page with the middle of each, in points from the left. */
function wordsOf(file: string): readonly { readonly text: string; readonly middle: number }[] {
  const html = execFileSync('pdftotext', ['-bbox', '-l', '1', file, '-'], { encoding: 'utf8' });
  return [...html.matchAll(/<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">([^<]*)</g)].map(([, left, right, text = '']) => ({ text, middle: (Number(left) + Number(right)) / 2 }));
}

/** Middle of the post's last line over the place to sign. */
function headingMiddle(words: ReturnType<typeof wordsOf>): number {
  const post = words.filter(({ text }) => text === 'HIỆU' || text === 'TRƯỞNG').slice(-2);
  const before = words.filter(({ text }) => text === 'PHÓ').slice(-1);
  const all = [...before, ...post].map(({ middle }) => middle);
  return (Math.min(...all) + Math.max(...all)) / 2;
}

test('without pictures the principal is named in the middle under the post, and however long the names are, the time of each signature is seen', async () => {
  const longest = buildRecordData({
    school: { ...data.school, name: 'Trường Phổ thông Dân tộc Bán trú Tiểu học và Trung học cơ sở Nguyễn Thị Minh Khai – Tà Xùa, huyện Bắc Yên' },
    // As the register of heads writes a deputy's post.
    issue: { ...data.issue, principalTitle: 'KT. Hiệu trưởng, Phó Hiệu trưởng', principalName: 'Nguyễn Phúc Hoàng Bảo Long' },
  });
  const seen: unknown[] = [];
  for (const [of, training, seal] of [[data, false, null], [longest, true, null], [longest, true, images.school]] as const) {
    let document = await signer.prepare(await printer.printToSign({ ...record, data: of, training }));
    for (const [role, label, at] of [['principal', 'rsa', '2026-05-31T10:15:00+07:00'], ['school', 'con-dau', '2026-06-01T14:40:00+07:00']] as const) {
      document = await sign(document, role, label, at, role === 'school' ? seal : null, of, training);
    }
    const file = save('words.pdf', document);
    const words = wordsOf(file);
    const middleOf = (text: string) => words.find((word) => word.text === text)?.middle ?? 0;
    const text = execFileSync('pdftotext', ['-l', '1', file, '-'], { encoding: 'utf8' }).replaceAll(/\s+/g, ' ');
    seen.push({
      // Two lines of the same width, one over the other: their middles agree.
      centred: Math.abs(middleOf('2026-05-31T10:15:00+07:00') - headingMiddle(words)) < 8,
      whole: text.includes(of.school.name) && text.includes('Thời gian ký: 2026-06-01T14:40:00+07:00') && text.includes('Ký số'),
      name: text.split(of.issue.principalName).length - 1,
      post: /(KT\. HIỆU TRƯỞNG PHÓ )?HIỆU TRƯỞNG(,)?/.exec(text)?.[0],
    });
  }
  expect(seen).toEqual([
    { centred: true, whole: true, name: 2, post: 'HIỆU TRƯỞNG' },
    { centred: true, whole: true, name: 2, post: 'KT. HIỆU TRƯỞNG PHÓ HIỆU TRƯỞNG' },
    { centred: true, whole: true, name: 2, post: 'KT. HIỆU TRƯỞNG PHÓ HIỆU TRƯỞNG' },
  ]);
});

describe('the verifier on PDFs of records', () => {
  const workshop = openWorkshop();
  const root = workshop.authority('goc');
  const people = {
    principal: workshop.signer('hieu-truong', root, `/C=VN/UID=CCCD:${data.issue.principalPersonalId}/CN=${data.issue.principalName}`),
    school: workshop.signer('truong', root, `/C=VN/UID=MST:1400123456/CN=${data.school.name}`, { key: 'P-256' }),
    'other-seal': workshop.signer('truong-384', root, `/C=VN/UID=MST:1400123456/CN=${data.school.name}`, { key: 'P-384' }),
    stranger: workshop.signer('nguoi-la', root, '/C=VN/UID=CCCD:079170000000/CN=Người Lạ'),
  };
  const anchors: TrustAnchors = { roots: [root.der], intermediates: [], practiceRoots: [], crls: [workshop.revocationList(root)] };
  const verifier = createVerifier();
  afterAll(() => workshop.close());

  const check = (bytes: Uint8Array) => verifier.checkFile({ name: 'hoc-ba.pdf', bytes, anchors, at: '2026-07-01T08:00:00+07:00' });
  const wrong = async (bytes: Uint8Array) => {
    const { verdict, file } = await check(bytes);
    return [verdict, ...[...file.findings, ...file.signatures.flatMap(({ findings }) => findings)].filter(({ outcome }) => outcome !== 'established').map(({ code, params }) => [code, ...Object.values(params)].join(' '))];
  };

  /** Signs with a key of the workshop, as a token would. */
  async function signed(document: Uint8Array, role: PdfRole, who: keyof typeof people, signingTime: string, pss = false): Promise<Uint8Array> {
    const { name, der } = people[who];
    const key = createPrivateKey(readFileSync(join(workshop.folder, `${name}.key`)));
    const appearance = await printer.printAppearance({ role, signer: data.issue.principalName, organisation: data.school.name, signedAt: signingTime, training: false, image: role === 'school' ? null : images.principal });
    const curve = key.asymmetricKeyDetails?.namedCurve;
    const algorithm = curve === 'secp384r1' ? 'ecdsa-p384-sha384' : curve !== undefined ? 'ecdsa-p256-sha256' : pss ? 'rsa-pss-sha256' : 'rsa-sha256';
    const draft = await signer.draft({ document, role, appearance, certificate: der, chain: [], algorithm, signingTime });
    return signer.finish(draft, createSign(curve === 'secp384r1' ? 'sha384' : 'sha256').update(draft.toBeSigned).sign({ key, dsaEncoding: 'ieee-p1363', ...(pss ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : {}) }));
  }

  let prepared: Uint8Array;
  let one: Uint8Array;
  let two: Uint8Array;
  beforeAll(async () => {
    prepared = await signer.prepare(await printer.printToSign(record));
    one = await signed(prepared, 'principal', 'principal', '2026-06-02T10:15:00+07:00');
    two = await signed(one, 'school', 'school', '2026-06-03T14:40:00+07:00');
  }, 30_000);

  test('calls a record valid that its principal and its school signed, and says of each step before it what is missing', async () => {
    const { file } = await check(two);
    expect({ kind: file.kind, verdict: file.verdict, signatures: file.signatures.map(({ role, verdict, signingTime, algorithm, certificate }) => [role, verdict, signingTime, algorithm, certificate?.holder]) }).toEqual({
      kind: 'pdf',
      verdict: 'valid',
      signatures: [
        ['principal', 'valid', '2026-06-02T10:15:00+07:00', 'rsa-sha256', data.issue.principalName],
        ['school', 'valid', '2026-06-03T14:40:00+07:00', 'ecdsa-sha256', data.school.name],
      ],
    });
    expect(statementOf(file, 'vi').established).toContain(`Đây là bản PDF của học bạ có mã tra cứu ${data.uuid}.`);
    expect(statementOf(file, 'vi').established.join(' ')).not.toContain('Mọi học bạ trong tệp');
    const plain = await printer.print([record]);
    expect([await wrong(plain), await wrong(prepared), await wrong(one)]).toEqual([['unsigned', 'signature-present'], ['unsigned', 'signature-present'], ['indeterminate', 'issued school']]);
  });

  test('no changed byte of a signed PDF is called valid', async () => {
    const seed = Number(process.env['HOCBA_SEED'] ?? Date.now() % 1_000_000_007);
    // The last signature's own bytes are the only ones that no signature covers: half of the changes fall there.
    const start = Buffer.from(two).lastIndexOf('/ByteRange');
    const accepted: string[] = [];
    const look = async (what: string, bytes: Uint8Array) => {
      const { verdict, file } = await check(bytes);
      if (verdict === 'valid' || verdict === 'practice' || file.findings.some(({ code }) => code === 'check-completed')) accepted.push(what);
    };
    for (const { what, bytes } of randomByteChanges(two, seed, 150)) await look(what, bytes);
    for (const { what, bytes } of randomByteChanges(two.subarray(start), seed, 250)) await look(`${start} + ${what}`, Buffer.concat([two.subarray(0, start), bytes]));
    expect({ seed, accepted }).toEqual({ seed, accepted: [] });
  }, 60_000);

  test('knows RSA-PSS and ECDSA P-384 too, and so do poppler and openssl', async () => {
    const both = await signed(await signed(prepared, 'principal', 'principal', '2026-06-02T10:15:00+07:00', true), 'school', 'other-seal', '2026-06-03T14:40:00+07:00');
    const { file } = await check(both);
    const text = Buffer.from(both).toString('latin1');
    const opened = [...text.matchAll(/\/Contents <([0-9a-f]{1000,})>/g)].map(([, digits = ''], index) => {
      const [, first = 0, second = 0, third = 0] = [...text.matchAll(/\/ByteRange \[0 (\d+) (\d+) (\d+)\]/g)][index]?.map(Number) ?? [];
      save('signed.der', Buffer.from(digits, 'hex'));
      save('content', Buffer.concat([both.subarray(0, first), both.subarray(second, second + third)]));
      return judge('openssl', ['cms', '-verify', '-cades', '-inform', 'DER', '-in', 'signed.der', '-content', 'content', '-binary', '-out', 'out', '-purpose', 'any', '-CAfile', join(workshop.folder, 'goc.pem')], folder).output.trim();
    });
    expect({ verdict: file.verdict, algorithms: file.signatures.map(({ algorithm }) => algorithm), opened, poppler: pdfsig(save('both.pdf', both)).filter((line) => line.startsWith('Signature Validation')) }).toEqual({
      verdict: 'valid',
      algorithms: ['rsa-pss-sha256', 'ecdsa-sha384'],
      opened: ['CAdES Verification successful', 'CAdES Verification successful'],
      poppler: ['Signature Validation: Signature is Valid.', 'Signature Validation: Signature is Valid.'],
    });
  });

  /** The bytes with one piece of text exchanged. */
  function exchanged(bytes: Uint8Array, wanted: string, other: string): Uint8Array {
    const text = Buffer.from(bytes).toString('latin1');
    if (!text.includes(wanted)) throw new Error(`No ${wanted}.`);
    return Buffer.from(text.replace(wanted, () => other), 'latin1');
  }

  const trailer = (bytes: Uint8Array) => ({ root: '3 0 R', info: /\/Info (\d+ 0 R)/.exec(Buffer.from(bytes).toString('latin1'))?.[1] ?? '', id: /\/ID (\[ .*? \])/.exec(Buffer.from(bytes).toString('latin1'))?.[1] ?? '' });
  /** An update by somebody who has no key. */
  function updated(bytes: Uint8Array, number: number, body: string): Uint8Array {
    const text = Buffer.from(bytes).toString('latin1');
    return withUpdate(bytes, [{ number, body: Buffer.from(body, 'latin1') }], trailer(bytes), Number(/startxref\n(\d+)\n%%EOF$/.exec(text)?.[1]), Number(/.*\/Size (\d+)/s.exec(text)?.[1]) + 1).bytes;
  }

  test('refuses what was added, exchanged, wrapped or left out after signing', async () => {
    const text = Buffer.from(two).toString('latin1');
    const size = Number(/.*\/Size (\d+)/s.exec(text)?.[1]);
    const page = /7 0 obj\n(<<.*?>>)\nendobj/s.exec(text)?.[1] ?? '';
    const ranges = [...text.matchAll(/\/ByteRange (\[.*?\])/g)].map(([, range]) => range ?? '');
    const contents = [...text.matchAll(/\/Contents <([0-9a-f]{1000,})>/g)].map(([, digits]) => digits ?? '');
    const [first = '', second = ''] = contents;
    const cases: readonly (readonly [name: string, reason: string, bytes: Uint8Array])[] = [
      ['a line feed at the end', 'structure number', Buffer.concat([two, Buffer.from('\n')])],
      ['another end of file', 'structure number', Buffer.concat([two, Buffer.from('\n%%EOF')])],
      ['a page that shows something else (replace)', 'structure obj 7', updated(two, 7, page.replace('/Contents 5 0 R', `/Contents ${size} 0 R`))],
      ['a note over the marks (hide)', 'structure /Subtype', updated(two, size, '<<\n/Type /Annot\n/Subtype /FreeText\n>>')],
      ['an object that nothing names', 'structure obj', updated(two, size, '<<\n/Length 0\n>>')],
      ['a catalog with another form', 'structure obj 3', updated(two, 3, '<<\n/Type /Catalog\n/Pages 1 0 R\n>>')],
      ['a field emptied again', 'structure trailer /Size', updated(two, Number(/(\d+) 0 obj\n<<\n\/Type \/Annot/.exec(text)?.[1]), '<<\n/Type /Annot\n>>')],
      ['a range that leaves more out (wrapping)', 'structure /ByteRange', exchanged(two, ranges[1] ?? '', (ranges[1] ?? '').replace(/\[0 (\d+)/, (_, digits: string) => `[0 ${Number(digits) - 1}`))],
      ['a range that ends early', 'structure /ByteRange', exchanged(two, ranges[1] ?? '', (ranges[1] ?? '').replace(/(\d+)\]/, (_, digits: string) => `${Number(digits) - 1}]`))],
      ['no signature in the hole', 'structure CMS tag', exchanged(two, second, '0'.repeat(second.length))],
      ["the principal's signature in both holes", 'integrity PDF', exchanged(two, second, first)],
      ['capital digits in the hole', 'structure string', exchanged(two, second, second.toUpperCase())],
      ['something behind the signature in the hole', 'structure CMS padding', exchanged(two, second, `${second.slice(0, -2)}01`)],
      ['no contents', 'structure /Sig', exchanged(two, `/Contents <${second}>`, `/Contents <>${' '.repeat(second.length)}`)],
    ];
    const found = await Promise.all(cases.map(async ([name, , bytes]) => [name, ...(await wrong(bytes))].slice(0, 3)));
    expect(found).toEqual(cases.map(([name, reason]) => [name, 'invalid', expect.stringContaining(reason)]));
  });

  test('refuses what was there before signing: scripts, actions, attachments, layers, encryption, two meanings', async () => {
    // Signed by the right person all the same: who signs does not see what a file hides.
    const hidden: readonly (readonly [reason: string, wanted: string, other: string])[] = [
      ['/OpenAction', '/Lang (vi)', '/Lang (vi)\n/OpenAction <<\n/S /JavaScript\n/JS (app.alert)\n>>'],
      ['/AA', '/UserUnit 1', '/UserUnit 1\n/AA <<\n>>'],
      ['/Names', '/Lang (vi)', '/Lang (vi)\n/Names <<\n/EmbeddedFiles 5 0 R\n>>'],
      ['/OCProperties', '/Lang (vi)', '/Lang (vi)\n/OCProperties <<\n>>'],
      ['/UserUnit', '/UserUnit 1', '/UserUnit 1\n/UserUnit 1'],
      ['/Type Action', '<<\n/Type /ExtGState\n/CA 1\n', '<<\n/Type /Action\n/CA 1\n'],
      ['Annots', '/Annots [', '/Annots [ 5 0 R'],
      ['/Subtype', '/Subtype /CIDFontType2', '/Subtype /PS'],
      ['/Filter', '/Filter /FlateDecode', '/Filter /JBIG2Decode'],
      ['field HieuTruong', '/T (HieuTruong)', '/T (Hieutruong)'],
    ];
    const found = await Promise.all(hidden.map(async ([, wanted, other]) => wrong(await signed(mended(exchanged(prepared, wanted, other)), other.includes('Hieutruong') ? 'school' : 'principal', 'principal', '2026-06-02T10:15:00+07:00'))));
    expect(found).toEqual(hidden.map(([reason]) => ['invalid', expect.stringMatching(new RegExp(`^structure ${reason}`))]));
    const encrypted = Buffer.from(two).toString('latin1').split('/Root 3 0 R');
    const last = encrypted.pop() ?? '';
    const odd = [Buffer.from(`${encrypted.join('/Root 3 0 R')}/Root 3 0 R\n/Encrypt 5 0 R${last}`, 'latin1'), exchanged(two, '/UserUnit 1', '/UserUnit 1 %'), exchanged(two, '/UserUnit 1', `/UserUnit ${'['.repeat(5000)}`)];
    expect(await Promise.all(odd.map(wrong))).toEqual([['invalid', 'structure /Encrypt'], ['invalid', expect.stringMatching(/^structure \/ @/)], ['invalid', 'structure depth']]);
  });

  test('knows who may sign where, and in which order; an appearance larger than its place is refused', async () => {
    const large = await printer.printAppearance({ role: 'school', signer: '', organisation: data.school.name, signedAt: '2026-06-02T10:15:00+07:00', training: false, image: null });
    const key = createPrivateKey(readFileSync(join(workshop.folder, 'hieu-truong.key')));
    const draft = await signer.draft({ document: prepared, role: 'principal', appearance: large, certificate: people.principal.der, chain: [], algorithm: 'rsa-sha256', signingTime: '2026-06-02T10:15:00+07:00' });
    expect([
      await wrong(await signed(one, 'school', 'principal', '2026-06-03T14:40:00+07:00')),
      await wrong(await signed(prepared, 'principal', 'stranger', '2026-06-02T10:15:00+07:00')),
      await wrong(await signed(prepared, 'school', 'school', '2026-06-02T10:15:00+07:00')),
      await wrong(await signed(one, 'school', 'school', '2026-06-01T08:00:00+07:00')),
      await wrong(await signed(one, 'school', 'school', '2024-06-01T08:00:00+07:00')),
      await wrong(signer.finish(draft, createSign('sha256').update(draft.toBeSigned).sign(key))),
    ]).toEqual([
      ['invalid', 'signer-kind person', `signer-binding ${data.issue.principalName} school`],
      ['invalid', 'issued school', 'signer-binding Người Lạ'],
      ['invalid', 'signing-order', 'issued principal'],
      ['indeterminate', 'signing-order'],
      ['invalid', 'signing-order', expect.stringMatching(/^signing-time/), expect.stringMatching(/^validity/)],
      ['invalid', 'structure /BBox'],
    ]);
    await expect(signed(one, 'principal', 'principal', '2026-06-02T10:15:00+07:00')).rejects.toMatchObject({ code: 'signing.out-of-order' });
    await expect(signer.prepare(await printer.print([record]))).rejects.toMatchObject({ code: 'signing.pdf-form' });
  });

  test('holds a PDF in a bundle against the record with its lookup code: the same data, or it is wrong', async () => {
    const records = createRecordSigner();
    const xmlOf = async (changes: Partial<typeof data>) => {
      let document = createRecordWriter({ resourcesFolder: fileURLToPath(new URL('../../resources', import.meta.url)) }).write({ ...data, ...changes });
      for (const [who, role] of [['principal', 'principal'], ['school', 'school']] as const) {
        const slot = secondaryFormat.slots.find((each) => each.role === role);
        if (slot === undefined) throw new Error(role);
        const key = createPrivateKey(readFileSync(join(workshop.folder, `${people[who].name}.key`)));
        const made = records.prepare({ document, slot, algorithm: key.asymmetricKeyType === 'ec' ? 'ecdsa-p256-sha256' : 'rsa-sha256', canonicalization: 'exclusive', certificate: people[who].der, signingTime: '2026-06-01T10:00:00+07:00', signerPersonalId: role === 'school' ? null : data.issue.principalPersonalId });
        document = records.finish({ document, prepared: made, signatureValue: createSign('sha256').update(made.toBeSigned).sign({ key, dsaEncoding: 'ieee-p1363' }) }).document;
      }
      return document;
    };
    const xml = await xmlOf({});
    const base = await signer.prepare(await printer.printToSign({ ...record, dataDigest: records.dataDigest(xml) }));
    const pdf = await signed(await signed(base, 'principal', 'principal', '2026-06-02T10:15:00+07:00'), 'school', 'school', '2026-06-03T14:40:00+07:00');
    const inBundle = async (files: Readonly<Record<string, Uint8Array>>) => {
      const zip = new ZipFile();
      zip.addBuffer(Buffer.from('application/vnd.etsi.asic-e+zip'), 'mimetype', { compress: false });
      for (const [name, bytes] of Object.entries(files)) zip.addBuffer(Buffer.from(bytes), name);
      zip.end();
      const { inner } = await check(await buffer(zip.outputStream));
      const found = inner.find(({ kind }) => kind === 'pdf');
      return [found?.verdict, found?.findings.filter(({ code }) => code === 'pdf-record').map(({ outcome }) => outcome)];
    };
    expect([
      await inBundle({ 'a.xml': xml, 'a.pdf': pdf }),
      await inBundle({ 'a.xml': await xmlOf({ homeroomComment: 'Nhận xét khác.' }), 'a.pdf': pdf }),
      await inBundle({ 'a.xml': await xmlOf({ uuid: '7d1f4f2e-5f3c-4b58-9d8e-000000000009' }), 'a.pdf': pdf }),
      await inBundle({ 'a.xml': xml, 'a.pdf': Uint8Array.from(pdf, (byte, at) => (at === 20_000 ? byte ^ 1 : byte)) }),
    ]).toEqual([
      ['valid', ['established']],
      ['invalid', ['failed']],
      ['indeterminate', ['not-established']],
      ['invalid', []],
    ]);
  });

  test('says nothing about signed PDFs of others, and refuses nonsense at once', async () => {
    const foreign = Buffer.from('%PDF-1.4\n1 0 obj\n<</Type/Sig/ByteRange[0 10 20 30]/Contents<00>>>\nendobj\n%%EOF');
    const nonsense = Buffer.concat([Buffer.from('%PDF-1.7\n(HOCBA:1: /ByteRange '), Buffer.alloc(9_000_000, '<')]);
    expect([await wrong(foreign), await wrong(Buffer.concat([Buffer.from('%PDF-1.7\n%\u0081\u0081\u0081\u0081\n\n', 'latin1'), foreign])), await wrong(nonsense), await wrong(nonsense.subarray(0, 7_000_000))]).toEqual([
      ['unsupported', 'profile PDF'],
      ['unsupported', expect.stringMatching(/^profile/)],
      ['invalid', `file-size ${8 * 1024 * 1024}`],
      ['invalid', expect.stringMatching(/^structure/)],
    ]);
  });

  test('calls none of many files valid in which one byte differs', async () => {
    let state = 20_261_125;
    const random = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state % below;
    };
    const text = Buffer.from(two).toString('latin1');
    const hole = text.lastIndexOf('/Contents <') + '/Contents <'.length;
    const used = 2 * (4 + Buffer.from(two).subarray(hole + 4, hole + 8).toString('latin1').split('').reduce((sum, digit) => sum * 16 + Number.parseInt(digit, 16), 0));
    // Every second change is made where no digest helps: in the signature itself. There a digit becomes another digit, or a capital.
    const places = Array.from({ length: 320 }, (_, index) => (index % 2 === 0 ? random(two.length) : hole + random(index % 8 === 1 ? 32_768 : used)));
    const digits = '0123456789abcdefABCDEF';
    const good: unknown[] = [];
    for (const at of places) {
      const changed = Uint8Array.from(two);
      const before = changed[at] ?? 0;
      const other = at >= hole && at < hole + 32_768 ? digits.charCodeAt(random(digits.length)) : (before + 1 + random(255)) % 256;
      if (other === before) continue;
      changed[at] = other;
      const { verdict } = await check(changed);
      if (verdict === 'valid' || verdict === 'practice') good.push([at, before, other]);
    }
    expect(good).toEqual([]);
  }, 60_000);
});

/** Writes the cross-reference table of a file anew, after its objects moved. */
function mended(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  const table = text.lastIndexOf('\nxref\n') + 1;
  let number = -1;
  const lines = text.slice(table).replace(/^(\d+) \d+$|^\d{10} \d{5} [nf] $/gm, (line, from: string | undefined) => {
    number = from === undefined ? number + 1 : Number(from) - 1;
    if (from !== undefined || number === 0) return line;
    return `${String(text.indexOf(`\n${number} 0 obj\n`) + 1).padStart(10, '0')} 00000 n `;
  });
  return Buffer.from(text.slice(0, table) + lines.replace(/startxref\n\d+/, `startxref\n${table}`), 'latin1');
}
