import type { FileReport, Finding, SignatureReport } from '#core/contract/verification.ts';
import type { FindingCode } from './finding-codes.ts';

/**
 * The layers of a check, from the bytes outwards. `structure`: the file is of a profile and every part in its place; `form`: every byte as it was
 * issued, also those that no signature protects; `integrity`: digests and signature value; `binding`: the certificate is the one that was signed;
 * `coverage`: what the signature is over; `signer`: who it is and whether they may sign here; `chain`: the way to a trusted root; `time`; `revocation`;
 * `reality`: a real record, not practice; `records`: the files inside.
 */
export const checkLayers = ['structure', 'form', 'integrity', 'binding', 'coverage', 'signer', 'chain', 'time', 'revocation', 'reality', 'records'] as const;
export type CheckLayer = (typeof checkLayers)[number];

const layers: Readonly<Record<FindingCode, CheckLayer>> = {
  'file-size': 'structure',
  'file-kind': 'structure',
  'check-completed': 'structure',
  'xml-form': 'structure',
  profile: 'structure',
  structure: 'structure',
  'ids-unique': 'structure',
  'signature-present': 'coverage',
  'signing-order': 'signer',
  'teacher-signatures': 'coverage',
  issued: 'signer',
  'book-signed': 'signer',
  'exact-form': 'form',
  'real-record': 'reality',
  algorithms: 'integrity',
  references: 'coverage',
  integrity: 'integrity',
  'signature-value': 'integrity',
  'certificate-readable': 'integrity',
  'certificate-binding': 'binding',
  'subject-name': 'signer',
  chain: 'chain',
  validity: 'time',
  'key-usage': 'signer',
  'key-strength': 'signer',
  'signer-kind': 'signer',
  'signer-binding': 'signer',
  'signing-time': 'time',
  'signing-day': 'time',
  revocation: 'revocation',
  'revocation-not-checked': 'revocation',
  'revocation-in-training': 'revocation',
  'real-certificate': 'reality',
  timestamp: 'time',
  'revocation-values': 'revocation',
  'timestamp-not-checked': 'time',
  'pdf-coverage': 'coverage',
  'pdf-record': 'records',
  'container-form': 'structure',
  'container-limits': 'structure',
  'container-manifest': 'coverage',
  'container-coverage': 'coverage',
  'container-records': 'records',
  'bundle-contents': 'coverage',
  'seal-school': 'signer',
  'sealed-file': 'coverage',
};

export type LayerOutcome = Finding['outcome'] | 'not-checked';

/** The layer of a finding; `structure` for a code of a newer report. */
export function layerOf({ code }: Finding): CheckLayer {
  return Object.hasOwn(layers, code) ? layers[code as FindingCode] : 'structure';
}

/** What each layer came to: the worst of its findings. */
export function layersOf(findings: readonly Finding[]): Readonly<Record<CheckLayer, LayerOutcome>> {
  const outcome = (layer: CheckLayer): LayerOutcome => {
    const outcomes = findings.filter((each) => layerOf(each) === layer).map((each) => each.outcome);
    return (['failed', 'not-established', 'established'] as const).find((each) => outcomes.includes(each)) ?? 'not-checked';
  };
  return Object.fromEntries(checkLayers.map((layer) => [layer, outcome(layer)])) as Record<CheckLayer, LayerOutcome>;
}

/** The findings of a file and of all its signatures. */
export function allFindings(report: FileReport): readonly Finding[] {
  return [...report.findings, ...report.signatures.flatMap(({ findings }) => findings)];
}

/**
 * Digests, signature value and coverage hold and no other certificate was signed, whoever the signer is: said of foreign signatures too, of which
 * some bind the certificate by SHA-1 or not at all.
 */
export function isIntact({ findings }: Pick<SignatureReport, 'findings'>): boolean {
  const { integrity, binding, coverage } = layersOf(findings);
  return integrity === 'established' && coverage === 'established' && binding !== 'failed';
}
