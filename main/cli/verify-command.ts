import { open, readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { OfficeError } from '#core/contract/errors.ts';
import type { FileReport, VerificationReport } from '#core/contract/verification.ts';
import { findingText, outcomeTexts, signatureRoleTexts, verdictTexts } from '#core/text/findings.ts';
import type { FileToCheck } from '../compose-verifier.ts';
import { UsageError, type Arguments } from './arguments.ts';
import { shortVerdict, unreadableJson, verdictStatus, verificationJson } from './verification-json.ts';

/** Larger files are refused by the verifier anyway; they are not read into memory to be told so. */
const largestFile = 512 * 1024 * 1024;

export type VerifyParts = {
  readonly check: (input: FileToCheck) => Promise<VerificationReport>;
  readonly tell: (line: string) => void;
  readonly complain: (line: string) => void;
};

/**
 * `hocba verify FILE [--json]` (`-`: standard input): exit status 0 valid, 1 invalid, 2 unsupported (also practice, indeterminate, and files that cannot be read), 3
 * unsigned. With `--json` nothing but one JSON object is told. Throws UsageError where not exactly one file is named.
 */
export async function verifyFile({ words, options }: Arguments, { check, tell, complain }: VerifyParts): Promise<number> {
  const [path, ...more] = words;
  if (path === undefined || more.length > 0) throw new UsageError('Cần tên của đúng một tệp.');
  const name = basename(path);
  const json = options.has('json');
  const read = path === '-' ? await readInput() : await readWhole(resolve(startFolder(), path));
  if ('code' in read) {
    if (json) tell(JSON.stringify(unreadableJson(name, read.code, read.text)));
    complain(`${path}: ${read.text} (${read.code})`);
    return verdictStatus.unsupported;
  }
  const report = await check({ name, ...read });
  if (json) tell(JSON.stringify(verificationJson(report)));
  // Names inside a hostile file must not steer the terminal.
  else tellReport(report, (line) => tell(line.replaceAll(/\p{Cc}|\p{Cf}/gu, '\uFFFD')));
  return verdictStatus[shortVerdict(report.verdict)];
}

/** What is told of a file whose check ended in an error of the program or of the PC; the status is that of a file that cannot be read. */
export function tellUnchecked({ words, options }: Arguments, error: unknown, tell: VerifyParts['tell']): number {
  const code = error instanceof OfficeError ? error.code : 'check-completed';
  if (options.has('json')) tell(JSON.stringify(unreadableJson(basename(words[0] ?? ''), code, 'Không kiểm tra được tệp; không có kết luận nào về tệp này.')));
  return verdictStatus.unsupported;
}

/** Where the command was typed: `npm run` changes the folder and says from where. */
function startFolder(): string {
  return process.env['npm_lifecycle_event'] === 'hocba' ? (process.env['INIT_CWD'] ?? '.') : '.';
}

type Unreadable = { readonly code: string; readonly text: string };

/** Containers larger than this are checked where they lie. */
const largestHeld = 25_000_000;

async function readWhole(path: string): Promise<{ readonly bytes: Uint8Array; readonly path?: string } | Unreadable> {
  try {
    const facts = await stat(path);
    if (!facts.isFile()) return { code: 'file.not-a-file', text: 'Đây không phải một tệp.' };
    if (facts.size > largestHeld && (await startsLikeZip(path))) return { bytes: new Uint8Array(), path };
    if (facts.size > largestFile) return tooLarge;
    return { bytes: new Uint8Array(await readFile(path)) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return code === 'ENOENT' ? { code: 'file.not-found', text: 'Không tìm thấy tệp.' } : { code: 'file.unreadable', text: `Không đọc được tệp${code === '' ? '' : ` (${code})`}.` };
  }
}

/** Standard input to its end. */
async function readInput(): Promise<{ readonly bytes: Uint8Array } | Unreadable> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestFile) return tooLarge;
    chunks.push(chunk);
  }
  return { bytes: Buffer.concat(chunks) };
}

const tooLarge: Unreadable = { code: 'file.too-large', text: `Tệp lớn hơn ${largestFile} byte nên không được đọc.` };

async function startsLikeZip(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const start = Buffer.alloc(2);
    await file.read(start, 0, 2, 0);
    return start.toString('latin1') === 'PK';
  } finally {
    await file.close();
  }
}

function tellReport(report: VerificationReport, tell: (line: string) => void): void {
  const { word, meaning } = verdictTexts.vi[report.verdict];
  tell(`${report.file.name}: ${word}`);
  tell(`  ${meaning}`);
  tellFile(report.file, '  ', tell);
  for (const inner of report.inner) {
    tell(`  ${inner.name}: ${verdictTexts.vi[inner.verdict].word}`);
    if (inner.verdict !== 'valid' && inner.kind === 'record-xml') tellFile(inner, '    ', tell);
  }
}

function tellFile(report: FileReport, indent: string, tell: (line: string) => void): void {
  for (const finding of report.findings) tell(`${indent}[${outcomeTexts.vi[finding.outcome]}] ${findingText(finding, 'vi')}`);
  for (const signature of report.signatures) {
    tell(`${indent}${signatureRoleTexts.vi[signature.role]}: ${verdictTexts.vi[signature.verdict].word}${signature.certificate === null ? '' : ` (${signature.certificate.holder}, ${signature.certificate.serial})`}`);
    for (const finding of signature.findings) tell(`${indent}  [${outcomeTexts.vi[finding.outcome]}] ${findingText(finding, 'vi')}`);
  }
}
