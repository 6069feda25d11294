import { createHash } from 'node:crypto';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { OfficeError } from '#core/contract/errors.ts';
import type { FileReport, VerificationReport } from '#core/contract/verification.ts';
import type { Verifier } from '#main/office/ports/verifier.ts';
import { readAnchors } from './certificate-path.ts';
import { readCertificate } from './certificate.ts';
import { fileSource } from './byte-source.ts';
import { checkFilesOnThreads } from './checking-threads.ts';
import { checkContainer, checkContainerIn, checkNested } from './container-check.ts';
import { checkFilesHere } from './container-files.ts';
import { finding, worstOf } from './findings.ts';
import { checkForeignXml } from './foreign-xml-check.ts';
import { checkPdf } from './pdf-check.ts';
import { checkRecordXml } from './record-check.ts';
import { readGradebook, readRecord } from './record-reading.ts';
import { fileReport, refused, type Checked } from './report.ts';
import { checkTransactionList, type CheckedTransaction } from './transaction-check.ts';

/** Larger files are not opened at all. Containers where they lie are read piece by piece; FAT32 holds no larger file, and neither does a zip without zip64. */
const largestFile = 512 * 1024 * 1024;
const largestContainer = 4 * 1024 ** 3 - 1;

/** What is no container is read whole: records, lists and PDFs are far smaller. */
const largestWhole = 64 * 1024 * 1024;

type Parts = Pick<VerificationReport, 'file' | 'inner'>;

/**
 * The strict verifier (signing.md 2, domain.md 3.4–3.5): profile or `unsupported`, never "probably fine". Input is hostile until shown otherwise;
 * a fault of the program itself is stated as such and never becomes a good verdict. `worker`: code of the threads that check large containers; null: they
 * are checked in this thread.
 */
export function createVerifier({ worker }: { readonly worker: URL | null } = { worker: null }): Verifier {
  return {
    async checkPath({ name, path, anchors, at, signal, onProgress }) {
      const file = await openFile(name, path);
      try {
        const input: LyingFile = { name, path, file, size: (await file.stat()).size, anchors, at, worker, signal, onProgress };
        const parts = await guarded({ name, bytes: new Uint8Array(), anchors: readAnchors(anchors), at }, () => checkLying(input), (report): Parts => ({ file: { ...report, size: input.size, digest: '' }, inner: [] }));
        return { checkedAt: at, verdict: parts.file.verdict, ...parts };
      } finally {
        await file.close();
      }
    },
    async checkFile({ name, bytes, anchors, at }) {
      const input = { name, bytes, anchors: readAnchors(anchors), at };
      const parts = await guarded(input, () => checkAny(input), (file): Parts => ({ file, inner: [] }));
      return { checkedAt: at, verdict: parts.file.verdict, ...parts };
    },
    async checkRecord({ name, bytes, anchors, at }) {
      const input = { name, bytes, anchors: readAnchors(anchors), at };
      return guarded(input, () => checkRecordXml(input), (file) => file);
    },
    async checkTransaction({ bytes, anchors, at }) {
      const input = { name: 'transaction.xml', bytes, anchors: readAnchors(anchors), at };
      return guarded(input, () => checkTransactionList(input), (report): CheckedTransaction => ({ report, records: [] }));
    },
    readRecord,
    readGradebook,
    describeCertificate(der) {
      const certificate = readCertificate(der);
      if (certificate === null) throw new OfficeError('file.unreadable', { what: 'certificate' });
      return certificate.facts;
    },
  };
}

/** A pipe or a device is not even opened: that could wait for ever. */
async function openFile(name: string, path: string): Promise<FileHandle> {
  try {
    if (!(await stat(path)).isFile()) throw new Error('not a file');
    return await open(path, 'r');
  } catch (error) {
    throw new OfficeError('file.unreadable', { what: name }, { cause: error });
  }
}

/** Whatever a hostile file makes a parser do, the answer is a report. */
async function guarded<Value>(input: Checked, check: () => Value | Promise<Value>, of: (report: FileReport) => Value): Promise<Value> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof OfficeError && error.code === 'job.cancelled') throw error;
    return of(fileReport(input, 'other', { findings: [finding('check-completed', 'not-established')] }));
  }
}

async function checkAny(input: Checked): Promise<Parts> {
  if (input.bytes.byteLength > largestFile) return alone(refused(input, 'other', finding('file-size', 'failed', { limit: largestFile })));
  const start = Buffer.from(input.bytes.subarray(0, 8192));
  if (start.subarray(0, 2).toString('latin1') === 'PK') return checkContainer(input);
  if (start.subarray(0, 1024).includes('%PDF-')) return alone(checkPdf(input).report);
  const root = rootName(start);
  if (root === 'HOC_BA' || root === 'SO_THEO_DOI') return alone(checkRecordXml(input));
  if (root === 'DANH_SACH_HOC_BA') return checkList(input);
  if (/^\uFEFF?\s*</.test(start.toString('utf8'))) return alone(checkForeignXml(input));
  return alone(refused(input, 'other', finding('file-kind', 'not-established')));
}

type LyingFile = Omit<Parameters<Verifier['checkPath']>[0], 'signal' | 'onProgress'> & {
  readonly file: FileHandle;
  readonly size: number;
  readonly worker: URL | null;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((done: number, total: number) => void) | undefined;
};

/** A container is read piece by piece, anything else whole. */
async function checkLying({ name, path, file, size, anchors, at, worker, signal, onProgress }: LyingFile): Promise<Parts> {
  const source = fileSource(file, size);
  const read = readAnchors(anchors);
  const container = size >= 2 && (await source.read(0, 2)).toString('latin1') === 'PK';
  const limit = container ? largestContainer : largestWhole;
  if (size > limit) return alone(refused({ name, size, digest: '' }, 'other', finding('file-size', 'failed', { limit })));
  if (!container) return checkAny({ name, bytes: await source.read(0, size), anchors: read, at });
  const threads = worker === null ? null : checkFilesOnThreads(worker, { path, size, anchors }, signal);
  const here = checkFilesHere(source, checkNested);
  try {
    return await checkContainerIn({
      subject: { name, size, digest: await digestOf(source, signal) },
      source,
      anchors: read,
      at,
      depth: 1,
      checkFiles: (entries, context, checked) => (threads?.isWorth(entries) === true ? threads.check : here)(entries, context, checked),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
  } finally {
    await threads?.end();
  }
}

const digestPiece = 4 * 1024 * 1024;

async function digestOf(source: ReturnType<typeof fileSource>, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256');
  for (let from = 0; from < source.size; from += digestPiece) {
    if (signal?.aborted === true) throw new OfficeError('job.cancelled');
    hash.update(await source.read(from, Math.min(digestPiece, source.size - from)));
  }
  return hash.digest('hex');
}

function alone(file: FileReport): Parts {
  return { file, inner: [] };
}

function checkList(input: Checked): Parts {
  const { report, records } = checkTransactionList(input);
  const inner = records.map((bytes, index) => checkRecordXml({ ...input, name: `${index + 1}.xml`, bytes }));
  const verdicts = inner.map(({ verdict }) => verdict);
  return { file: { ...report, verdict: worstOf([report.verdict, ...verdicts]) }, inner };
}

/** Name of the first element, read from the first bytes; only to choose who looks at the file. */
function rootName(start: Buffer): string | null {
  const text = start.toString('utf8').replace(/^\uFEFF/, '');
  const markup = text.replaceAll(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!DOCTYPE[^[>]*(\[[\s\S]*?\]\s*)?>/gi, '');
  return /^\s*<([A-Za-z_][\w.-]*)[\s/>]/.exec(markup)?.[1] ?? null;
}
