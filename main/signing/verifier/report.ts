import { createHash } from 'node:crypto';
import type { FileReport, Finding, SignatureReport, Verdict } from '#core/contract/verification.ts';
import { isUsualSubjectName, readCertificate, type ReadCertificate } from './certificate.ts';
import type { ReadAnchors } from './certificate-path.ts';
import { verdictOf, worstOf } from './findings.ts';
import { methodName } from './signature-check.ts';
import type { ReadSignature } from './signature-reader.ts';

export type Checked = { readonly name: string; readonly bytes: Uint8Array; readonly anchors: ReadAnchors; readonly at: string };

/** A file that is reported on: with its bytes, or with what is known of them. */
export type Subject = Pick<Checked, 'name' | 'bytes'> | { readonly name: string; readonly size: number; readonly digest: string };

/** A report on a file; its verdict is what its findings, its signatures and `others` allow. */
export function fileReport(
  subject: Subject,
  kind: FileReport['kind'],
  content: { readonly findings: readonly Finding[]; readonly signatures?: readonly SignatureReport[]; readonly record?: FileReport['record']; readonly gradebook?: FileReport['gradebook']; readonly others?: readonly Verdict[]; readonly bundle?: FileReport['bundle'] },
): FileReport {
  const signatures = content.signatures ?? [];
  return {
    name: subject.name,
    kind,
    size: 'bytes' in subject ? subject.bytes.byteLength : subject.size,
    digest: 'bytes' in subject ? createHash('sha256').update(subject.bytes).digest('hex') : subject.digest,
    verdict: worstOf([verdictOf(content.findings), ...signatures.map(({ verdict }) => verdict), ...(content.others ?? [])]),
    record: content.record ?? null,
    ...(content.gradebook === undefined ? {} : { gradebook: content.gradebook }),
    bundle: content.bundle ?? null,
    signatures: [...signatures],
    findings: [...content.findings],
  };
}

/** A report on one signature. `signature` is null where it could not even be read. */
export function signatureReport(
  role: SignatureReport['role'],
  signature: Pick<ReadSignature, 'method'> | null,
  certificate: ReadCertificate | null,
  content: { readonly findings: readonly Finding[]; readonly signingTime?: string | null; readonly covers?: readonly string[] },
): SignatureReport {
  return {
    role,
    verdict: verdictOf(content.findings),
    signingTime: content.signingTime ?? null,
    certificate: certificate?.facts ?? null,
    algorithm: signature === null ? '' : methodName(signature.method),
    covers: [...(content.covers ?? [])],
    findings: [...content.findings],
  };
}

/** The subject's name beside a certificate is written in a usual way, or not at all: no digest protects it. */
export function hasExactName({ subjectName }: Pick<ReadSignature, 'subjectName'>, certificate: ReadCertificate): boolean {
  return subjectName === null || isUsualSubjectName(certificate, subjectName);
}

/** Certificates beside the signer's that stand above nobody: nothing protects them, so a file that was issued has none. */
export function hasUselessCertificates(signer: ReadCertificate, enclosed: readonly Uint8Array[]): boolean {
  let top = signer;
  for (const der of enclosed) {
    const next = readCertificate(der);
    // Issuers follow one another, as writers put them.
    if (next === null || !isIssuedBy(top, next)) return true;
    top = next;
  }
  return false;
}

function isIssuedBy(below: ReadCertificate, issuer: ReadCertificate): boolean {
  try {
    return below.x509.checkIssued(issuer.x509) && below.x509.verify(issuer.key);
  } catch {
    return false;
  }
}

/** A report on a file that is refused before anything in it is looked at. */
export function refused(input: Subject, kind: FileReport['kind'], why: Finding): FileReport {
  return fileReport(input, kind, { findings: [why] });
}

