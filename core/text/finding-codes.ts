import type { Finding } from '#core/contract/verification.ts';

type Outcome = Finding['outcome'];

/**
 * Everything the verifier can say, and which outcomes each statement can have. The texts are keyed by it, so the compiler proves that no
 * statement lacks its words. Codes are stable: they are written into reports.
 */
export const findingOutcomes = {
  // the file
  'file-size': ['failed'],
  'file-kind': ['not-established'],
  'check-completed': ['not-established'],
  'xml-form': ['established', 'failed'],
  profile: ['established', 'not-established'],
  structure: ['established', 'failed'],
  'ids-unique': ['failed'],
  'signature-present': ['not-established'],
  'signing-order': ['established', 'not-established', 'failed'],
  'teacher-signatures': ['established', 'failed'],
  issued: ['established', 'not-established'],
  'book-signed': ['established', 'not-established'],
  'exact-form': ['established', 'not-established'],
  'real-record': ['not-established'],
  'pdf-coverage': ['established'],
  'pdf-record': ['established', 'not-established', 'failed'],
  // one signature
  algorithms: ['established', 'not-established'],
  references: ['established', 'not-established', 'failed'],
  integrity: ['established', 'failed'],
  'signature-value': ['established', 'failed'],
  'certificate-readable': ['failed'],
  'certificate-binding': ['established', 'not-established', 'failed'],
  'subject-name': ['established', 'not-established'],
  chain: ['established', 'not-established', 'failed'],
  validity: ['established', 'not-established', 'failed'],
  'key-usage': ['established', 'not-established', 'failed'],
  'key-strength': ['established', 'not-established'],
  'signer-kind': ['established', 'not-established', 'failed'],
  'signer-binding': ['established', 'not-established', 'failed'],
  'signing-time': ['established', 'not-established', 'failed'],
  'signing-day': ['established', 'not-established'],
  revocation: ['established', 'not-established', 'failed'],
  'revocation-not-checked': ['not-established'],
  'revocation-in-training': ['not-established'],
  'real-certificate': ['not-established'],
  timestamp: ['established', 'not-established', 'failed'],
  'revocation-values': ['not-established'],
  'timestamp-not-checked': ['not-established'],
  // containers and lists
  'container-form': ['established', 'not-established', 'failed'],
  'container-limits': ['failed'],
  'container-manifest': ['established', 'failed'],
  'container-coverage': ['established', 'failed'],
  'container-records': ['established', 'not-established', 'failed'],
  'bundle-contents': ['established', 'not-established'],
  'seal-school': ['established', 'not-established'],
  'sealed-file': ['established', 'not-established'],
} as const satisfies Record<string, readonly Outcome[]>;

export type FindingCode = keyof typeof findingOutcomes;
export type FindingOutcome<Code extends FindingCode> = (typeof findingOutcomes)[Code][number];
export const findingCodes = Object.keys(findingOutcomes) as readonly FindingCode[];

/** The values of a finding; what is missing reads as an empty text. */
export type Values = (name: string) => string;
/** The words of every statement in one language. */
export type FindingTexts = { readonly [Code in FindingCode]: { readonly [Each in FindingOutcome<Code>]: (value: Values) => string } };
