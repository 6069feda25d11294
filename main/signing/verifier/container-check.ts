import type { FileReport, Finding, VerificationReport } from '#core/contract/verification.ts';
import type { ReadAnchors } from './certificate-path.ts';
import { bufferSource, type ByteSource } from './byte-source.ts';
import { checkFilesHere, type CheckedFile, type FilesChecker, type FilesContext } from './container-files.ts';
import { finding, verdictOf, worstOf } from './findings.ts';
import type { PdfRecord } from './pdf-form.ts';
import { keptProofsName, mostKeptBytes, readKeptProofs, type KeptProofs } from './kept-proofs.ts';
import { checkManifest, isExactManifest } from './manifest-check.ts';
import { fileReport, type Checked, type Subject } from './report.ts';
import { checkSeals, type CheckedSeal } from './seal-check.ts';
import { digestNamesIn } from './signature-check.ts';
import { StructureError, structureFault } from './signature-reader.ts';
import { isSchool } from './signer-binding.ts';
import { readXml } from './xml-reader.ts';
import { openZip, readEntry, ZipError, type OpenZip, type ZipEntry } from './zip-reader.ts';

const mimeType = 'application/vnd.etsi.asic-e+zip';

type Parts = Pick<VerificationReport, 'file' | 'inner'>;

/** META-INF of a container, and `mimetype`: read whole, by this thread. */
type Metadata = { readonly name: string; readonly bytes: Buffer };

/** A large bundle has more files than anybody reads statements about. */
const manyFiles = 400;

export type ContainerInput = {
  readonly subject: Subject;
  readonly source: ByteSource;
  readonly anchors: ReadAnchors;
  readonly at: string;
  readonly depth: number;
  readonly brief?: boolean;
  readonly checkFiles: FilesChecker;
  readonly onProgress?: (done: number, total: number) => void;
};

/** Checks an ASiC-E container that lies in memory. */
export function checkContainer(input: Checked): Promise<Parts> {
  const source = bufferSource(input.bytes);
  return checkContainerIn({ subject: input, source, anchors: input.anchors, at: input.at, depth: 1, checkFiles: checkFilesHere(source, checkNested) });
}

/** Checks a container inside one. */
export function checkNested(input: Checked, context: FilesContext): Promise<Parts> {
  const source = bufferSource(input.bytes);
  return checkContainerIn({ subject: input, source, anchors: input.anchors, at: input.at, depth: context.depth + 1, brief: context.brief, checkFiles: checkFilesHere(source, checkNested) });
}

/** Checks an ASiC-E container: its form, its seals over all files, and every record and container in it by itself. */
export async function checkContainerIn(input: ContainerInput): Promise<Parts> {
  try {
    return await checkOpenContainer(await openZip(input.source), input);
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    const why = error.kind === 'limits' ? finding('container-limits', 'failed', { detail: error.detail }) : finding('container-form', 'failed', { detail: error.detail });
    return { file: fileReport(input.subject, 'asic-e', { findings: [why] }), inner: [] };
  }
}

async function checkOpenContainer(zip: OpenZip, input: ContainerInput): Promise<Parts> {
  const { subject, source } = input;
  const metadata: Metadata[] = [];
  for (const entry of zip.entries.filter(isMetadata)) metadata.push({ name: entry.name, bytes: await readEntry(source, entry) });
  const type = metadata.find(({ name }) => name === 'mimetype')?.bytes.toString('latin1');
  if (type === undefined && metadata.length === 0) {
    // A zip of something else; one that lies about its files is called what it is all the same.
    for (const entry of zip.entries) await readEntry(source, entry);
    return alone(subject, 'other', finding('file-kind', 'not-established'));
  }
  // Time-stamped archives and signatures of other kinds come without a mimetype too.
  if (type === undefined && !metadata.some(({ name }) => isSealFile(name))) return alone(subject, 'other', finding('profile', 'not-established', { detail: 'mimetype' }));
  if (type !== undefined && type.trimEnd() !== mimeType) return alone(subject, 'other', finding('profile', 'not-established', { detail: type.slice(0, 80) }));

  const entries = zip.entries.filter((entry) => !isMetadata(entry));
  const context: FilesContext = {
    anchors: input.anchors,
    at: input.at,
    depth: input.depth,
    kept: await keptIn(source, entries),
    digests: digestNamesIn(metadata.filter(({ name }) => isSealFile(name)).map(({ bytes }) => bytes)),
    brief: input.brief ?? (entries.length > manyFiles || entries.some(({ name, compressed }) => !compressed && /\.asice$/i.test(name))),
  };
  const files = await input.checkFiles(entries, context, (done) => input.onProgress?.(done, entries.length));
  return judge(zip, metadata, files, type, input);
}

function judge(zip: OpenZip, metadata: readonly Metadata[], files: readonly CheckedFile[], type: string | undefined, input: ContainerInput): Parts {
  const parts = metadata.filter(({ name }) => name !== 'mimetype');
  const sealed = checkSealFiles(parts, files, input);
  const findings = [checkForm(zip, parts, type), ...checkManifest(parts, files)];
  // What claims to be a record counts as one, whatever its check made of it; those in containers were counted there too.
  const records = files.flatMap(({ kind, report, inner }) => [...(kind === 'record' && report !== null ? [report] : []), ...inner.filter((each) => each.kind === 'record-xml')]);
  const seals = sealed.seals.map((seal) => seal.report(checkSealSchool(seal, records)));
  const sealVerdict = worstOf([...seals.map(({ verdict }) => verdict), ...(seals.length === 0 ? ['unsigned' as const] : [])]);
  const own = files.map((file) => (file.pdfRecord === null ? file.report : boundPdf(file, file.pdfRecord, records)) ?? otherFile(file, seals.length > 0, sealVerdict));
  const nested = files.flatMap(({ kind, report }) => (kind === 'container' && report !== null ? [report] : []));
  const summary = seals.length > 0 && sealVerdict !== 'invalid' ? (files.find((file) => file.summary !== null)?.summary ?? null) : null;
  return {
    file: fileReport(input.subject, 'asic-e', {
      findings: [
        ...findings,
        ...sealed.findings,
        ...checkExactForm(zip, parts, files, type, sealed.seals),
        ...(seals.length === 0 && sealed.findings.length === 0 ? [finding('signature-present', 'not-established')] : []),
        checkInner(records, own),
        ...(summary === null ? [] : [finding('bundle-contents', summary.records === records.length ? 'established' : 'not-established', { listed: summary.records, count: records.length })]),
      ],
      signatures: seals,
      others: [...nested.map(({ verdict }) => verdict), ...(records.some(({ verdict }) => verdict === 'practice') ? (['practice'] as const) : [])],
      bundle: summary,
    }),
    inner: files.flatMap(({ inner }, index) => [...own.slice(index, index + 1), ...inner]),
  };
}

/** What the container brings along, read before the files that need it. */
async function keptIn(source: ByteSource, entries: readonly ZipEntry[]): Promise<KeptProofs | null> {
  // A larger one is none of ours, and is not read twice.
  const entry = entries.find(({ name, size }) => name === keptProofsName && size <= mostKeptBytes);
  return entry === undefined ? null : readKeptProofs(await readEntry(source, entry));
}

function isMetadata({ name }: Pick<ZipEntry, 'name'>): boolean {
  return name === 'mimetype' || name.startsWith('META-INF/');
}

function alone(subject: Subject, kind: FileReport['kind'], why: Finding): Parts {
  return { file: fileReport(subject, kind, { findings: [why] }), inner: [] };
}

/** A bundle that was issued is a fixed row of bytes: what no seal covers (headers, manifest, blanks) is as the program writes it. Says nothing where a seal does not hold. */
function checkExactForm(zip: OpenZip, parts: readonly Metadata[], files: readonly CheckedFile[], type: string | undefined, seals: readonly CheckedSeal[]): readonly Finding[] {
  const [first] = seals;
  if (first === undefined || seals.some(({ exactForm }) => exactForm === null)) return [];
  const exact = zip.exactForm && type === mimeType && seals.every(({ exactForm }) => exactForm === true) && isExactManifest(parts, files, mimeType, first.mimeTypes);
  return [finding('exact-form', exact ? 'established' : 'not-established')];
}

function checkForm(zip: OpenZip, parts: readonly Metadata[], type: string | undefined): Finding {
  if (type === undefined) return finding('container-form', 'failed', { detail: 'mimetype' });
  const stranger = parts.find(({ name }) => name !== 'META-INF/manifest.xml' && !isSealFile(name));
  const odd = stranger?.name ?? (zip.mimetypeFirst ? (zip.plainNames ? (zip.withoutGaps ? null : 'zip') : 'UTF-8') : 'mimetype');
  return odd === null ? finding('container-form', 'established') : finding('container-form', 'not-established', { detail: odd.slice(0, 120) });
}

function isSealFile(name: string): boolean {
  return /^META-INF\/[^/]*signatures[^/]*\.xml$/i.test(name);
}

function checkSealFiles(parts: readonly Metadata[], files: readonly CheckedFile[], input: ContainerInput): { readonly seals: readonly CheckedSeal[]; readonly findings: readonly Finding[] } {
  const seals: CheckedSeal[] = [];
  const findings: Finding[] = [];
  for (const { name, bytes } of parts) {
    if (/\.p7s$|\.tst$|ASiC[^/]*Manifest[^/]*\.xml$/i.test(name)) findings.push(finding('profile', 'not-established', { detail: name.slice(0, 80) }));
    if (!isSealFile(name)) continue;
    try {
      const checked = readXml(bytes, (xml) => checkSeals(xml, files, input));
      if (typeof checked === 'string') findings.push(finding('xml-form', 'failed', { reason: checked }));
      else seals.push(...checked);
    } catch (error) {
      if (!(error instanceof StructureError)) throw error;
      findings.push(structureFault(error, `${name}: `));
    }
  }
  return { seals, findings };
}

/** A container of records is sealed by the school that issued them. Containers without records are not held to it. */
function checkSealSchool(seal: CheckedSeal, records: readonly FileReport[]): readonly Finding[] {
  const { certificate } = seal;
  const schools = new Set(records.flatMap(({ record }) => (record === null ? [] : [record.schoolName])));
  if (certificate === null || schools.size === 0) return [];
  const same = [...schools].every((school) => isSchool(certificate, school)) && certificate.facts.kind === 'organisation';
  return [finding('seal-school', same ? 'established' : 'not-established', { holder: certificate.facts.holder })];
}

/** A file that is no record stands or falls with the seal. What could hold signatures of its own is not judged. */
function otherFile({ name, size, kind, digests }: CheckedFile, sealed: boolean, sealVerdict: FileReport['verdict']): FileReport {
  const subject = { name, size, digest: Buffer.from(digests['sha256'] ?? []).toString('hex') };
  if (kind === 'opaque' || kind === 'container') return fileReport(subject, 'other', { findings: [finding('file-kind', 'not-established')] });
  return fileReport(subject, kind === 'pdf' ? 'pdf' : 'other', { findings: [sealed ? finding('sealed-file', 'established') : finding('sealed-file', 'not-established')], others: [sealVerdict] });
}

/** A signed PDF beside records is that of one of them: of the same lookup code, and made from the same data. */
function boundPdf({ report }: CheckedFile, { uuid, digest }: PdfRecord, records: readonly FileReport[]): FileReport | null {
  if (report === null) return null;
  const record = records.find((each) => each.record?.uuid.toLowerCase() === uuid)?.record ?? null;
  const bound = finding('pdf-record', record === null ? 'not-established' : record.dataDigest.startsWith(digest) ? 'established' : 'failed', { uuid });
  const findings = [...report.findings.filter(({ code }) => code !== 'pdf-record'), bound];
  return { ...report, findings, verdict: worstOf([report.verdict, verdictOf([bound])]) };
}

/** Records, and containers in the container: each stands by itself. */
function checkInner(records: readonly FileReport[], own: readonly FileReport[]): Finding {
  const judged = [...records, ...own.filter(({ kind, signatures }) => kind === 'asic-e' || (kind === 'pdf' && signatures.length > 0))];
  const invalid = judged.filter(({ verdict }) => verdict === 'invalid').length;
  if (invalid > 0) return finding('container-records', 'failed', { count: invalid });
  const open = judged.filter(({ verdict }) => verdict !== 'valid' && verdict !== 'practice').length + own.filter(({ findings }) => findings.some(({ code }) => code === 'file-kind')).length;
  if (open > 0 || records.length === 0) return finding('container-records', 'not-established', { count: open });
  return finding('container-records', 'established', { count: records.length });
}
