import type { FileReport, Finding, VerificationReport } from '#core/contract/verification.ts';
import { finding, worstOf } from './findings.ts';
import { checkManifest, isExactManifest } from './manifest-check.ts';
import { checkRecordXml, looksLikeRecord } from './record-check.ts';
import { fileReport, refused, type Checked } from './report.ts';
import { checkSeals, type CheckedSeal } from './seal-check.ts';
import { StructureError } from './signature-reader.ts';
import { isSchool } from './signer-binding.ts';
import { readXml } from './xml-reader.ts';
import { readZip, ZipError, type ReadZip, type ZipFileEntry } from './zip-reader.ts';

const mimeType = 'application/vnd.etsi.asic-e+zip';

type Parts = Pick<VerificationReport, 'file' | 'inner'>;

/** Checks an ASiC-E container: its form, its seals over all files, and every record in it by itself. */
export async function checkContainer(input: Checked): Promise<Parts> {
  try {
    return checkReadContainer(await readZip(input.bytes), input);
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    const why = error.kind === 'limits' ? finding('container-limits', 'failed', { detail: error.detail }) : finding('container-form', 'failed', { detail: error.detail });
    return { file: refused(input, 'asic-e', why), inner: [] };
  }
}

function checkReadContainer(zip: ReadZip, input: Checked): Parts {
  const type = zip.files.find(({ name }) => name === 'mimetype')?.bytes.toString('utf8').trimEnd();
  const metadata = zip.files.filter(({ name }) => name.startsWith('META-INF/'));
  const files = zip.files.filter(({ name }) => name !== 'mimetype' && !name.startsWith('META-INF/'));
  if (type === undefined && metadata.length === 0) return { file: refused(input, 'other', finding('file-kind', 'not-established')), inner: [] };
  if (type !== undefined && type !== mimeType) return { file: refused(input, 'other', finding('profile', 'not-established', { detail: type.slice(0, 80) })), inner: [] };
  const form = type === undefined ? finding('container-form', 'failed', { detail: 'mimetype' }) : checkForm(zip, metadata);
  const findings = [form, ...checkManifest(metadata, files)];
  const sealed = checkSealFiles(metadata, files, input);
  const records = files.filter(isRecordFile).map((file) => checkRecordXml({ ...input, ...file }));
  const seals = sealed.seals.map((seal) => seal.report(checkSealSchool(seal, records)));
  const sealVerdict = worstOf([...seals.map(({ verdict }) => verdict), ...(seals.length === 0 ? ['unsigned' as const] : [])]);
  const inner = files.map((file) => records.find(({ name }) => name === file.name) ?? checkOtherFile(file, seals.length > 0, sealVerdict));
  return {
    file: fileReport(input, 'asic-e', {
      findings: [...findings, ...sealed.findings, ...checkExactForm(zip, metadata, files, sealed.seals), ...(seals.length === 0 && sealed.findings.length === 0 ? [finding('signature-present', 'not-established')] : []), checkInner(records, inner)],
      signatures: seals,
      others: records.some(({ verdict }) => verdict === 'practice') ? ['practice'] : [],
    }),
    inner,
  };
}

/** A bundle that was issued is a fixed row of bytes: what no seal covers (headers, manifest, blanks) is as the program writes it. Says nothing where a seal does not hold. */
function checkExactForm(zip: ReadZip, metadata: readonly ZipFileEntry[], files: readonly ZipFileEntry[], seals: readonly CheckedSeal[]): readonly Finding[] {
  const [first] = seals;
  if (first === undefined || seals.some(({ exactForm }) => exactForm === null)) return [];
  const type = zip.files.find(({ name }) => name === 'mimetype')?.bytes.toString('latin1');
  const exact = zip.exactForm && type === mimeType && seals.every(({ exactForm }) => exactForm === true) && isExactManifest(metadata, files, mimeType, first.mimeTypes);
  return [finding('exact-form', exact ? 'established' : 'not-established')];
}

function checkForm(zip: ReadZip, metadata: readonly ZipFileEntry[]): Finding {
  const stranger = metadata.find(({ name }) => name !== 'META-INF/manifest.xml' && !isSealFile(name));
  const odd = stranger?.name ?? (zip.mimetypeFirst ? (zip.plainNames ? (zip.withoutGaps ? null : 'zip') : 'UTF-8') : 'mimetype');
  return odd === null ? finding('container-form', 'established') : finding('container-form', 'not-established', { detail: odd.slice(0, 120) });
}

function isSealFile(name: string): boolean {
  return /^META-INF\/[^/]*signatures[^/]*\.xml$/i.test(name);
}

function checkSealFiles(metadata: readonly ZipFileEntry[], files: readonly ZipFileEntry[], input: Checked): { readonly seals: readonly CheckedSeal[]; readonly findings: readonly Finding[] } {
  const seals: CheckedSeal[] = [];
  const findings: Finding[] = [];
  for (const { name, bytes } of metadata) {
    if (/\.p7s$|\.tst$|ASiC[^/]*Manifest[^/]*\.xml$/i.test(name)) findings.push(finding('profile', 'not-established', { detail: name.slice(0, 80) }));
    if (!isSealFile(name)) continue;
    try {
      const checked = readXml(bytes, (xml) => checkSeals(xml, files, input));
      if (typeof checked === 'string') findings.push(finding('xml-form', 'failed', { reason: checked }));
      else seals.push(...checked);
    } catch (error) {
      if (!(error instanceof StructureError)) throw error;
      findings.push(finding('structure', 'failed', { where: `${name}: ${error.where}`.slice(0, 120) }));
    }
  }
  return { seals, findings };
}

function isRecordFile({ name, bytes }: ZipFileEntry): boolean {
  return name.toLowerCase().endsWith('.xml') && looksLikeRecord(bytes.subarray(0, 8192).toString('utf8'));
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
function checkOtherFile(file: ZipFileEntry, sealed: boolean, sealVerdict: FileReport['verdict']): FileReport {
  const pdf = file.bytes.subarray(0, 1024).includes('%PDF-');
  if (!pdf && /\.(xml|asice|asics|sce|bdoc|p7s|p7m)$/i.test(file.name)) return refused(file, 'other', finding('file-kind', 'not-established'));
  return fileReport(file, pdf ? 'pdf' : 'other', { findings: sealed ? [finding('sealed-file', 'established')] : [finding('sealed-file', 'not-established')], others: [sealVerdict] });
}

function checkInner(records: readonly FileReport[], inner: readonly FileReport[]): Finding {
  const invalid = records.filter(({ verdict }) => verdict === 'invalid').length;
  if (invalid > 0) return finding('container-records', 'failed', { count: invalid });
  const open = records.filter(({ verdict }) => verdict !== 'valid' && verdict !== 'practice').length + inner.filter(({ findings }) => findings.some(({ code }) => code === 'file-kind')).length;
  if (open > 0 || records.length === 0) return finding('container-records', 'not-established', { count: open });
  return finding('container-records', 'established', { count: records.length });
}
