import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { judge } from './signing-parts.ts';

const program = fileURLToPath(new URL('../../main/cli/main.ts', import.meta.url));
let folder = '';

function hocba(parameters: readonly string[], input = ''): { readonly status: number | null; readonly output: string } {
  const run = spawnSync(process.execPath, ['--no-warnings', program, ...parameters], { encoding: 'utf8', input, maxBuffer: 64_000_000 });
  return { status: run.status, output: `${run.stdout}${run.stderr}` };
}

/** Runs a command at a terminal of its own and types `line` once it asks. */
async function atTerminal(command: string, question: string, line: string): Promise<{ readonly status: number | null; readonly output: string }> {
  const child = spawn('script', ['-qec', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const asked = output.includes(question);
    output += chunk.toString('utf8');
    if (!asked && output.includes(question)) child.stdin.write(line);
  });
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, output };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hocba-cli-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('the whole job of a year, headless, agreed on by judges of other houses', async () => {
  const demo = hocba(['demo', folder]);
  expect(demo.output).toContain('Mọi bước đều xong.');
  const files = await readdir(join(folder, 'hoc-ba'));
  const records = files.filter((name) => name.endsWith('.xml'));
  const sample = join(folder, 'hoc-ba', records[0] ?? '');
  const schema = fileURLToPath(new URL('../../resources/formats/hoc-ba-trung-hoc-1.0.xsd', import.meta.url));
  const ids = ['DU_LIEU_HOC_BA', 'THONG_TIN_HOC_BA', 'http://www.w3.org/2000/09/xmldsig#:SignatureProperty', 'http://www.w3.org/2000/09/xmldsig#:Signature'].flatMap((name) => ['--id-attr:Id', name]);
  const judged = ['GVCN', 'CBQL', 'KY_PHAT_HANH'].map((slot) => judge('xmlsec1', ['--verify', '--insecure', ...ids, '--node-id', `Signature-${slot}`, ...records.map((name) => join(folder, 'hoc-ba', name))]));
  const [bundle = ''] = await readdir(join(folder, 'goi'));
  const listed = judge('unzip', ['-Z1', join(folder, 'goi', bundle)]).output.trim().split('\n');
  const text = judge('pdftotext', ['-layout', join(folder, 'hoc-ba', files.find((name) => name.startsWith('01-') && name.endsWith('.pdf')) ?? ''), '-']).output;
  const fonts = judge('pdffonts', [join(folder, 'hoc-ba', files.find((name) => name.startsWith('01-') && name.endsWith('.pdf')) ?? '')]).output.trim().split('\n').slice(2);
  const certificate = /<ds:X509Certificate>([^<]+)</u.exec(await readFile(sample, 'utf8'))?.[1] ?? '';
  await writeFile(join(folder, 'signer.pem'), `-----BEGIN CERTIFICATE-----\n${certificate.replace(/\s/gu, '').replace(/(.{64})/gu, '$1\n')}\n-----END CERTIFICATE-----\n`);
  const subject = judge('openssl', ['x509', '-in', join(folder, 'signer.pem'), '-noout', '-subject', '-nameopt', 'oneline,utf8,-esc_msb']).output;
  expect({
    status: demo.status,
    records: records.length,
    schema: judge('xmllint', ['--noout', '--schema', schema, ...records.map((name) => join(folder, 'hoc-ba', name))]).ok,
    xmlsec1: judged.map(({ ok, output }) => [ok, output.split('\n').filter((line) => line === 'OK').length]),
    bundle: [listed[0], listed.filter((name) => name.endsWith('.xml') && name.startsWith('hoc-ba/')).length, listed.filter((name) => name.endsWith('.pdf')).length],
    paper: ['LUYỆN TẬP', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Đã ký số (LUYỆN TẬP)', 'Trang 2/2'].filter((words) => !text.includes(words)),
    fonts: fonts.length > 0 && fonts.every((line) => /Tinos/u.test(line) && /yes yes yes/u.test(line)),
    training: subject.includes('LUYỆN TẬP'),
    // A training record is sound, and still never a real one.
    verify: hocba(['verify', sample]).status,
    // Where the training CA is known, and on a PC that has never heard of it.
    bundleVerify: [['--data', join(folder, 'du-lieu')], []].map((data) => {
      const { verdict, detail, practice, inner } = JSON.parse(hocba(['verify', join(folder, 'goi', bundle), '--json', ...data]).output) as { readonly verdict: string; readonly detail: string; readonly practice: boolean; readonly inner: readonly unknown[] };
      return `${verdict} ${detail} ${practice ? 'practice' : 'real'} ${inner.length > 70 ? 'all' : inner.length}`;
    }),
  }).toEqual({ status: 0, records: 38, schema: true, xmlsec1: [[true, 38], [true, 38], [true, 38]], bundle: ['mimetype', 38, 38], paper: [], fonts: true, training: true, verify: 2, bundleVerify: ['unsupported practice practice all', 'unsupported practice practice all'] });
}, 180_000);

test('verify: one JSON object and the exit status of its verdict, for any file and for none, without a school', async () => {
  const of = async (name: string, content: string | null, more: readonly string[] = []) => {
    const path = name === '-' ? name : join(folder, name);
    if (content !== null && name !== '-') await writeFile(path, content);
    const run = spawnSync(process.execPath, ['--no-warnings', program, 'verify', path, '--json', ...more], { encoding: 'utf8', input: content ?? '', env: { PATH: '', HOCBA_DATA: join(folder, 'nowhere') } });
    const { verdict, signatures, reasons } = JSON.parse(run.stdout) as { readonly verdict: string; readonly signatures: readonly unknown[]; readonly reasons: readonly string[] };
    return [run.status, verdict, signatures.length, reasons[0]?.split(':')[0], run.stdout.trimEnd().includes('\n')];
  };
  expect({
    broken: await of('a.asice', 'PK\u0003\u0004'),
    foreign: await of('a.txt', 'hello'),
    unsigned: await of('a.pdf', '%PDF-1.7'),
    missing: await of('nowhere.xml', null),
    folder: await of('.', null),
    input: await of('-', '%PDF-1.7'),
    // The school's data cannot be opened: no verdict, and above all not the status of a wrong file.
    fault: await of('b.txt', 'hello', ['--data', join(folder, 'a.txt')]),
    made: (await readdir(folder)).includes('nowhere'),
    two: hocba(['verify', 'a', 'b']).status,
  }).toEqual({
    broken: [1, 'invalid', 0, 'container-form failed', false],
    foreign: [2, 'unsupported', 0, 'file-kind not-established', false],
    unsigned: [3, 'unsigned', 0, 'signature-present not-established', false],
    missing: [2, 'unsupported', 0, 'file.not-found', false],
    folder: [2, 'unsupported', 0, 'file.not-a-file', false],
    input: [3, 'unsigned', 0, 'signature-present not-established', false],
    fault: [2, 'unsupported', 0, 'check-completed', false],
    made: false,
    two: 64,
  });
});

test('single commands: a class with gaps gets no records, a wrong PIN signs nothing, usage is told', async () => {
  const data = ['--data', join(folder, 'du-lieu'), '--door', 'training'];
  const gaps = hocba(['records', '--class', '8B', ...data]);
  // At a terminal, which echoes what is typed unless the program takes care.
  const words = [process.execPath, '--no-warnings', program, 'export', '--class', '7A', '--to', folder, ...data].map((word) => `'${word}'`).join(' ');
  const wrongPin = await atTerminal(words, 'PIN: ', '00000000\r');
  const noPin = hocba(['export', '--year', '2025-2026', '--to', folder, ...data]);
  expect({
    gaps: [gaps.status, gaps.output.includes('chưa lập học bạ')],
    wrongPin: [wrongPin.status, wrongPin.output.includes('token.pin'), wrongPin.output.includes('00000000')],
    noPin: [noPin.status, noPin.output.includes('Thiếu PIN')],
    unknown: hocba(['nonsense']).status,
    help: hocba(['help']).output.split('\n')[0],
  }).toEqual({ gaps: [1, true], wrongPin: [1, true, false], noPin: [64, true], unknown: 64, help: 'Học Bạ trên dòng lệnh' });
});
