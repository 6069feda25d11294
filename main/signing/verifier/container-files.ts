import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { BundleSummary, FileReport, VerificationReport } from '#core/contract/verification.ts';
import type { ReadAnchors } from './certificate-path.ts';
import type { ByteSource } from './byte-source.ts';
import { withKept, type KeptProofs } from './kept-proofs.ts';
import { checkPdf } from './pdf-check.ts';
import type { PdfRecord } from './pdf-form.ts';
import { checkRecordXml, looksLikeRecord } from './record-check.ts';
import type { Checked } from './report.ts';
import { readEntry, type ZipEntry } from './zip-reader.ts';

/** What the files of a container are checked against, and how. Everything but the anchors is plain data. */
export type FilesContext = {
  readonly anchors: ReadAnchors;
  readonly at: string;
  /** 1: of the container itself; containers in it are 2. Deeper ones are not opened. */
  readonly depth: number;
  /** Names of the digests (`sha256`, …) that the container's seals use. */
  readonly digests: readonly string[];
  /** What the container brings along for the signatures in it; null: nothing. */
  readonly kept: KeptProofs | null;
  /** Sound records of a large bundle are reported without what was established about each. */
  readonly brief: boolean;
};

type FileKind = 'record' | 'container' | 'pdf' | 'opaque' | 'plain';

/** A file of a container, read once: its digests and what is said of it come from the same bytes. Plain data. */
export type CheckedFile = {
  readonly name: string;
  readonly size: number;
  readonly kind: FileKind;
  readonly digests: Readonly<Record<string, Uint8Array>>;
  /** Of records, containers, and records' PDFs with signatures of their own. */
  readonly report: FileReport | null;
  /** Whose record a signed PDF is, by what its signatures prove. */
  readonly pdfRecord: PdfRecord | null;
  /** Of the files in a container. */
  readonly inner: readonly FileReport[];
  /** Where it is the bundle's list of contents and can be read; nothing of it is proven here. */
  readonly summary: BundleSummary | null;
};

const deepest = 2;
const contentsName = 'hocba.json';

/** Checks a container inside one. */
export type NestedCheck = (input: Checked, context: FilesContext) => Promise<Pick<VerificationReport, 'file' | 'inner'>>;

/** Reads and checks one file of a container. Throws ZipError for what a zip must not be. */
async function checkFileOf(source: ByteSource, entry: ZipEntry, context: FilesContext, checkNested: NestedCheck): Promise<CheckedFile> {
  const bytes = await readEntry(source, entry);
  const kind = kindOf(entry.name, bytes);
  const file = {
    name: entry.name,
    size: bytes.length,
    kind,
    digests: Object.fromEntries([...new Set(['sha256', ...context.digests])].map((name) => [name, new Uint8Array(createHash(name).update(bytes).digest())])),
    summary: entry.name === contentsName ? readSummary(bytes) : null,
    pdfRecord: null,
  };
  const input = { name: entry.name, bytes, anchors: withKept(context.anchors, context.kept), at: context.at };
  if (kind === 'record') return { ...file, report: inBrief(checkRecordXml(input), context.brief), inner: [] };
  if (kind === 'pdf') {
    const { report, record } = checkPdf(input);
    // Paper without signatures, and PDFs of others, stand or fall with the seal.
    return report.signatures.length === 0 && report.verdict !== 'invalid' ? { ...file, report: null, inner: [] } : { ...file, report: inBrief(report, context.brief), pdfRecord: record, inner: [] };
  }
  if (kind !== 'container' || context.depth >= deepest) return { ...file, report: null, inner: [] };
  const nested = await checkNested(input, context);
  return { ...file, report: inBrief(nested.file, context.brief), inner: nested.inner.map((each) => inBrief({ ...each, name: `${entry.name}/${each.name}` }, context.brief)) };
}

/** Judged from the first bytes: what it then is, its own check says. */
function kindOf(name: string, bytes: Buffer): FileKind {
  if (name.toLowerCase().endsWith('.xml') && looksLikeRecord(bytes.subarray(0, 8192).toString('utf8'))) return 'record';
  // Before PDFs: nothing in a container is compressed, so the beginning of a PDF may stand near its own.
  if (/\.asice$/i.test(name) && bytes.subarray(0, 2).toString('latin1') === 'PK') return 'container';
  if (bytes.subarray(0, 1024).includes('%PDF-')) return 'pdf';
  return /\.(xml|asice|asics|sce|bdoc|p7s|p7m)$/i.test(name) ? 'opaque' : 'plain';
}

const summaryOf = z.object({
  format: z.literal('hocba-bundle/1'),
  scope: z.enum(['class', 'year', 'pupil']),
  schoolName: z.string().max(300),
  schoolCode: z.string().max(60),
  schoolYear: z.string().max(20),
  className: z.string().max(60),
  pupilName: z.string().max(200),
  records: z.number().int().nonnegative(),
  writtenAt: z.string().max(40),
  auditHead: z.string().max(128),
  program: z.string().max(60),
  training: z.boolean(),
});

function readSummary(bytes: Buffer): BundleSummary | null {
  if (bytes.length > 65_536) return null;
  try {
    return summaryOf.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return null;
  }
}

function inBrief(report: FileReport, brief: boolean): FileReport {
  if (!brief || report.verdict === 'invalid') return report;
  const open = (findings: FileReport['findings']) => findings.filter(({ outcome }) => outcome !== 'established');
  return { ...report, findings: open(report.findings), signatures: report.signatures.map((signature) => ({ ...signature, findings: open(signature.findings), covers: [] })) };
}

/** Who checks the files of a container: this thread, or several others. */
export type FilesChecker = (entries: readonly ZipEntry[], context: FilesContext, checked: (files: number) => void) => Promise<readonly CheckedFile[]>;

/** One file after the other, in this thread. */
export function checkFilesHere(source: ByteSource, checkNested: NestedCheck): FilesChecker {
  return async (entries, context, checked) => {
    const files: CheckedFile[] = [];
    for (const entry of entries) {
      files.push(await checkFileOf(source, entry, context, checkNested));
      checked(files.length);
    }
    return files;
  };
}
