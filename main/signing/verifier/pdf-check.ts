import type { FileReport, Finding, SignatureReport } from '#core/contract/verification.ts';
import { readCertificate, trainingMark, type ReadCertificate } from './certificate.ts';
import { finding, verdictOf } from './findings.ts';
import { readPdfForm, type PdfForm, type PdfRecord, type PdfSignatureText } from './pdf-form.ts';
import { startsLikeOurs } from './pdf-revisions.ts';
import { digestFor, isValueOf, readSignedData, SignedDataError, type PdfSignedData } from './pdf-signed-data.ts';
import { PdfFormError } from './pdf-syntax.ts';
import { checkIssued, checkOrder } from './record-order.ts';
import { fileReport, hasUselessCertificates, refused, type Checked } from './report.ts';
import { checkPerson, checkSchool, checkSignerKind } from './signer-binding.ts';
import { keptOver, type SignatureTimestamps } from './signature-timestamps.ts';
import { checkSigner } from './signer-check.ts';

/** A signed record is some 200 kB; this is far more than any. */
const largestPdf = 8 * 1024 * 1024;

export const pdfProfile = 'hocba-pdf-1';

/** A checked PDF. `record`: whose record it says it is, where a signature that holds proves it. */
export type CheckedPdf = { readonly report: FileReport; readonly record: PdfRecord | null };

/**
 * Checks the PDF of a record (profile hocba-pdf-1: PAdES baseline B or T in incremental updates). A PDF of another make is `unsupported` where it carries signatures and unsigned where not; one that says it
 * is ours and is not written as ours is wrong. Never throws for what the bytes are.
 */
export function checkPdf(input: Checked): CheckedPdf {
  const bytes = Buffer.from(input.bytes.buffer, input.bytes.byteOffset, input.bytes.byteLength);
  if (!bytes.includes('/ByteRange')) return { report: refused(input, 'pdf', finding('signature-present', 'not-established')), record: null };
  // Ours by its beginning or by its mark: a change to one of them must not turn a broken file into a foreign one.
  if (!startsLikeOurs(bytes) && !bytes.includes('(HOCBA:1:')) return { report: refused(input, 'pdf', finding('profile', 'not-established', { detail: 'PDF' })), record: null };
  if (bytes.length > largestPdf) return { report: refused(input, 'pdf', finding('file-size', 'failed', { limit: largestPdf })), record: null };
  try {
    return checkForm(readPdfForm(bytes), bytes, input);
  } catch (error) {
    if (!(error instanceof PdfFormError)) throw error;
    // Files that other programs wrote with the same beginning bear no mark of ours.
    const why = bytes.includes('(HOCBA:1:') ? finding('structure', 'failed', { where: error.where.slice(0, 80) }) : finding('profile', 'not-established', { detail: error.where.slice(0, 80) });
    return { report: refused(input, 'pdf', why), record: null };
  }
}

function checkForm({ record, signatures }: PdfForm, bytes: Buffer, input: Checked): CheckedPdf {
  const findings = [finding('profile', 'established', { profile: pdfProfile }), finding('structure', 'established')];
  if (signatures.length === 0) return { report: fileReport(input, 'pdf', { findings: [...findings, finding('signature-present', 'not-established')] }), record: null };
  // The last first: a later signature covers those before it, and its timestamp proves them too.
  const checked: CheckedSignature[] = [];
  for (const text of signatures.toReversed()) checked.unshift(checkSignature(text, bytes, record, input, checked.flatMap(({ holds, stamps }) => (holds ? stamps : []))));
  const reports = checked.map(({ report }) => report);
  const proven = checked.some(({ holds }) => holds);
  const marked = record.training || [record.schoolName, record.principal.name].some((name) => name.toUpperCase().includes(trainingMark));
  return {
    report: fileReport(input, 'pdf', {
      findings: [
        ...findings,
        finding('pdf-coverage', 'established'),
        ...(proven ? [finding('pdf-record', 'established', { uuid: record.uuid })] : []),
        ...checkOrder(reports),
        checkIssued(reports, 'issued'),
        ...(marked ? [finding('real-record', 'not-established')] : []),
      ],
      signatures: reports,
    }),
    record: proven ? record : null,
  };
}

type Stamps = SignatureTimestamps['carried'];

/** `holds`: the bytes are what the signer signed. `stamps`: timestamps over this signature, and with it over all that it covers. */
type CheckedSignature = { readonly report: SignatureReport; readonly holds: boolean; readonly stamps: Stamps };

/** `later`: timestamps over signatures that cover this one. */
function checkSignature(text: PdfSignatureText, bytes: Buffer, record: PdfRecord, input: Checked, later: Stamps): CheckedSignature {
  const covers = ['PDF'];
  const broken = (findings: readonly Finding[], signed: PdfSignedData | null, certificate: ReadCertificate | null) => ({ report: reportOf(text, signed, certificate, findings, covers), holds: false, stamps: [] });
  let signed: PdfSignedData;
  try {
    signed = readSignedData(Buffer.from(bytes.toString('latin1', text.hole.from, text.hole.to), 'hex'));
  } catch (error) {
    if (!(error instanceof SignedDataError)) throw error;
    return broken([finding('structure', 'failed', { where: `CMS ${error.message}` })], null, null);
  }
  if (signed.method === null) return broken([finding('algorithms', 'not-established', { algorithm: signed.methodDer.slice(0, 80) })], signed, null);
  const covered = [bytes.subarray(text.range[0], text.range[1]), bytes.subarray(text.range[2], text.range[2] + text.range[3])];
  const intact = digestFor(signed, covered).equals(signed.messageDigest);
  const certificate = readCertificate(signed.signer);
  const before = [finding('algorithms', 'established', { algorithm: signed.method.name }), finding('integrity', intact ? 'established' : 'failed', intact ? {} : { uri: 'PDF' })];
  if (certificate === null) return broken([...before, finding('certificate-readable', 'failed')], signed, null);
  const bound = Buffer.from(certificate.facts.digest, 'hex').equals(signed.certificateDigest);
  const value = isValueOf(signed, certificate.key);
  const enclosed = inChainOrder(certificate, signed.certificates.filter((der) => !der.equals(signed.signer)));
  const exact = new Set(signed.certificates.map((der) => der.toString('hex'))).size === signed.certificates.length && !hasUselessCertificates(certificate, enclosed);
  const carried: Stamps = signed.timestamp === null ? [] : [{ token: signed.timestamp, stamped: signed.value }];
  const stamps = [...carried, ...keptOver(() => signed.value, input.anchors).filter(({ token }) => signed.timestamp?.equals(token) !== true)];
  const findings = [
    ...before,
    finding('certificate-binding', bound ? 'established' : 'failed'),
    finding('signature-value', value ? 'established' : 'failed'),
    ...(text.role === 'school' ? [checkSignerKind(certificate, 'organisation'), checkSchool(certificate, record.schoolName)] : [checkSignerKind(certificate, 'person'), checkPerson(certificate, record.principal, null)]),
    ...checkSigner(certificate, enclosed, input.anchors, { signingTime: text.time, at: input.at, timestamps: { stamped: null, carried: [...stamps, ...later] } }),
    ...(signed.additions ? [finding('timestamp-not-checked', 'not-established')] : []),
    finding('exact-form', exact ? 'established' : 'not-established'),
  ];
  return { report: reportOf(text, signed, certificate, findings, covers), holds: intact && bound && value, stamps };
}

/** A CMS holds its certificates as a set: here each follows the one that it issued, as far as they do; the rest as they stood. */
function inChainOrder(signer: ReadCertificate, enclosed: readonly Uint8Array[]): readonly Uint8Array[] {
  const issuer = enclosed.flatMap((der) => readCertificate(der) ?? []).find((candidate) => signer.x509.checkIssued(candidate.x509));
  if (issuer === undefined) return enclosed;
  return [issuer.der, ...inChainOrder(issuer, enclosed.filter((der) => der !== issuer.der))];
}

function reportOf(text: PdfSignatureText, signed: PdfSignedData | null, certificate: ReadCertificate | null, findings: readonly Finding[], covers: readonly string[]): SignatureReport {
  return { role: text.role, verdict: verdictOf(findings), signingTime: Number.isNaN(Date.parse(text.time)) ? null : text.time, certificate: certificate?.facts ?? null, algorithm: signed?.method?.name ?? '', covers: [...covers], findings: [...findings] };
}
