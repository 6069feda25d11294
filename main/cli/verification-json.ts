import type { FileReport, Finding, SignatureReport, Verdict, VerificationReport } from '#core/contract/verification.ts';
import { allFindings, isIntact, layersOf } from '#core/text/finding-layers.ts';
import { findingText } from '#core/text/findings.ts';

/** The four verdicts of the command line, each with its exit status. */
export const verdictStatus = { valid: 0, invalid: 1, unsupported: 2, unsigned: 3 } as const;
export type ShortVerdict = keyof typeof verdictStatus;

/**
 * The six verdicts of a report as four. Practice and indeterminate are neither valid nor invalid: as a real record the program concludes nothing
 * about them, which is what `unsupported` says (docs/decisions, verifier). The whole verdict stands beside it as `detail`.
 */
export function shortVerdict(verdict: Verdict): ShortVerdict {
  return verdict === 'practice' || verdict === 'indeterminate' ? 'unsupported' : verdict;
}

/** What `hocba verify --json` prints: the contract's three fields, then all that is known. */
export function verificationJson(report: VerificationReport) {
  const { file, inner, checkedAt } = report;
  return {
    ...fileJson(file, report.verdict),
    practice: [file, ...inner].some(isPractice),
    checkedAt,
    inner: inner.map((each) => fileJson(each, each.verdict)),
  };
}

/** The same object for a file that could not be read at all. */
export function unreadableJson(name: string, code: string, text: string) {
  return { verdict: 'unsupported' as const, signatures: [], reasons: [`${code}: ${text}`], detail: 'unreadable' as const, practice: false, file: { name } };
}

function fileJson(file: FileReport, verdict: Verdict) {
  return {
    verdict: shortVerdict(verdict),
    signatures: file.signatures.map(signatureJson),
    reasons: [...reasonsOf(file.findings, ''), ...file.signatures.flatMap((each, index) => reasonsOf(each.findings, `${each.role}[${index}] `))],
    detail: verdict,
    layers: layersOf(allFindings(file)),
    file: { name: file.name, kind: file.kind, size: file.size, sha256: file.digest },
    record: file.record,
    findings: file.findings,
  };
}

function signatureJson(signature: SignatureReport) {
  const { role, verdict, certificate, signingTime, algorithm, covers, findings } = signature;
  return { role, verdict: shortVerdict(verdict), detail: verdict, intact: isIntact(signature), layers: layersOf(findings), signingTime, algorithm, covers, certificate, findings };
}

/** Everything that is not established, what is wrong first; a line each: where, code, sentence. */
function reasonsOf(findings: readonly Finding[], where: string): readonly string[] {
  return (['failed', 'not-established'] as const).flatMap((outcome) => findings.filter((each) => each.outcome === outcome).map((each) => `${where}${each.code} ${outcome}: ${findingText(each, 'vi')}`));
}

function isPractice(file: FileReport): boolean {
  return file.verdict === 'practice' || allFindings(file).some(({ code }) => code === 'real-record' || code === 'real-certificate');
}
