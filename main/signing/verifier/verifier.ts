import { OfficeError } from '#core/contract/errors.ts';
import type { FileReport, VerificationReport } from '#core/contract/verification.ts';
import type { Verifier } from '#main/office/ports/verifier.ts';
import { readAnchors } from './certificate-path.ts';
import { readCertificate } from './certificate.ts';
import { checkContainer } from './container-check.ts';
import { finding, worstOf } from './findings.ts';
import { checkPdf } from './pdf-check.ts';
import { checkRecordXml } from './record-check.ts';
import { fileReport, refused, type Checked } from './report.ts';
import { checkTransactionList, type CheckedTransaction } from './transaction-check.ts';

/** Larger files are not opened at all. */
const largestFile = 512 * 1024 * 1024;

type Parts = Pick<VerificationReport, 'file' | 'inner'>;

/**
 * The strict verifier (signing.md 2, domain.md 3.4–3.5): profile or `unsupported`, never "probably fine". Input is hostile until shown otherwise;
 * a fault of the program itself is stated as such and never becomes a good verdict.
 */
export function createVerifier(): Verifier {
  return {
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
    describeCertificate(der) {
      const certificate = readCertificate(der);
      if (certificate === null) throw new OfficeError('file.unreadable', { what: 'certificate' });
      return certificate.facts;
    },
  };
}

/** Whatever a hostile file makes a parser do, the answer is a report. */
async function guarded<Value>(input: Checked, check: () => Value | Promise<Value>, of: (report: FileReport) => Value): Promise<Value> {
  try {
    return await check();
  } catch {
    return of(fileReport(input, 'other', { findings: [finding('check-completed', 'not-established')] }));
  }
}

async function checkAny(input: Checked): Promise<Parts> {
  if (input.bytes.byteLength > largestFile) return alone(refused(input, 'other', finding('file-size', 'failed', { limit: largestFile })));
  const start = Buffer.from(input.bytes.subarray(0, 8192));
  if (start.subarray(0, 2).toString('latin1') === 'PK') return checkContainer(input);
  if (start.subarray(0, 1024).includes('%PDF-')) return alone(checkPdf(input).report);
  const root = rootName(start);
  if (root === 'HOC_BA') return alone(checkRecordXml(input));
  if (root === 'DANH_SACH_HOC_BA') return checkList(input);
  return alone(refused(input, 'other', finding('file-kind', 'not-established')));
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
