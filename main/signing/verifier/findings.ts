import type { FindingCode, FindingOutcome } from '#core/text/findings.ts';
import type { Finding, Verdict } from '#core/contract/verification.ts';

export type Params = Finding['params'];

/** One statement of the report. The outcome must be one that the code has words for. */
export function finding<Code extends FindingCode>(code: Code, outcome: FindingOutcome<Code>, params: Params = {}): Finding {
  return { code, outcome, params };
}

/** What a statement that is not established makes of the verdict, where that is not `indeterminate`. Null: nothing. */
const openVerdicts: Readonly<Partial<Record<FindingCode, Verdict | null>>> = {
  'file-kind': 'unsupported',
  'signature-present': 'unsigned',
  profile: 'unsupported',
  algorithms: 'unsupported',
  references: 'unsupported',
  'key-strength': 'unsupported',
  'real-record': 'practice',
  'real-certificate': 'practice',
  // A training certificate is capped by `real-certificate` already; training has no revocation.
  'revocation-in-training': null,
};

/** From bad to good. What is wrong outweighs what is unknown, and what is unknown outweighs what is right. */
const severity: readonly Verdict[] = ['invalid', 'unsupported', 'unsigned', 'indeterminate', 'practice', 'valid'];

/**
 * The verdict that findings allow: `valid` only where nothing failed and nothing stayed open. Whoever says of themselves that they are training
 * needs no known issuer for that: on a PC that has never heard of the training school's authority their files are practice all the same.
 */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const training = findings.some(({ code }) => code === 'real-certificate');
  return worstOf(findings.map((each) => (training && isStranger(each) ? 'practice' : verdictOfOne(each))));
}

function isStranger({ code, outcome, params }: Finding): boolean {
  return outcome === 'not-established' && ((code === 'chain' && params['reason'] === 'unknown-issuer') || code === 'revocation-not-checked');
}

function verdictOfOne({ code, outcome }: Finding): Verdict {
  if (outcome === 'established') return 'valid';
  if (outcome === 'failed') return 'invalid';
  const open = openVerdicts[code as FindingCode];
  return open === undefined ? 'indeterminate' : (open ?? 'valid');
}

/** The worst of several verdicts; `valid` of none. */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  return severity.find((verdict) => verdicts.includes(verdict)) ?? 'valid';
}

/** Whether what these findings allow is better than what those allow. */
export function isBetter(findings: readonly Finding[], those: readonly Finding[]): boolean {
  return severity.indexOf(verdictOf(findings)) > severity.indexOf(verdictOf(those));
}
