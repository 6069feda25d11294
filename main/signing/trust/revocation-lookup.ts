import type { ClockOffset, Evidence, NetworkRules, RevocationAnswer, RevocationSource, RevocationUnknown } from '#main/office/ports/trust.ts';
import { fetchBounded, type HttpAnswer, type HttpLimits } from './bounded-http.ts';
import { describeList, judgeByList, type Judgement } from './crl-evidence.ts';
import { judgeByResponse, ocspRequest, responseTimes } from './ocsp-evidence.ts';
import type { TrustCertificate } from './trust-certificate.ts';

export type LookupInput = {
  readonly path: readonly TrustCertificate[];
  readonly evidence: readonly Evidence[];
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly network: NetworkRules | null;
  readonly freshestOnly: boolean;
  /** The PC's clock, milliseconds since 1970. */
  readonly now: () => number;
};

type Step = { readonly certificate: TrustCertificate; readonly issuer: TrustCertificate };
type Found = { readonly judgement: Judgement; readonly source: RevocationSource; readonly cached: boolean };
type Asking = { readonly network: NetworkRules; readonly signal: AbortSignal; readonly learnt: Evidence[]; readonly offsets: number[] };

/** Sizes in bytes: lists of Vietnamese authorities reach some megabytes, an OCSP response a few kilobytes. */
const mostListBytes = 32 * 1024 * 1024;
const mostResponseBytes = 64 * 1024;
/** A server that says nothing for so long is left (milliseconds). */
const patienceOfOne = 5_000;

/** Revocation of every certificate of a path but the root. All are asked for side by side; the whole ends with the network's patience. */
export async function lookUpRevocation(input: LookupInput): Promise<{ readonly answer: RevocationAnswer; readonly learnt: readonly Evidence[]; readonly offset: ClockOffset | null }> {
  const asking = input.network === null ? null : { network: input.network, signal: AbortSignal.timeout(input.network.patience), learnt: [], offsets: [] };
  const steps = input.path.slice(0, -1).flatMap((certificate, index): readonly Step[] => {
    const issuer = input.path[index + 1];
    return issuer === undefined ? [] : [{ certificate, issuer }];
  });
  const found = await Promise.all(steps.map((step) => lookUpOne(step, input, asking)));
  const [first] = asking?.offsets ?? [];
  return { answer: answerOf(steps, found), learnt: asking?.learnt ?? [], offset: first === undefined ? null : { milliseconds: first, by: 'server' } };
}

async function lookUpOne(step: Step, input: LookupInput, asking: Asking | null): Promise<Found> {
  const known = best(input.evidence.map((each) => judgeEvidence(each, step, input.at)));
  if (known.judgement.state === 'revoked' || asking === null) return asking === null ? offlineAnswer(known) : known;
  if (known.judgement.state === 'good' && !input.freshestOnly) return known;
  const asked = await ask(step, input, asking);
  return asked.judgement.state === 'unknown' && known.judgement.state === 'good' ? known : asked;
}

/** Nobody is asked: what was known but has run out is told apart from what never was. */
function offlineAnswer(known: Found): Found {
  const { judgement } = known;
  return judgement.state === 'unknown' && judgement.reason !== 'out-of-date' ? { ...known, judgement: { state: 'unknown', reason: 'offline' } } : known;
}

function judgeEvidence(evidence: Evidence, step: Step, at: number): Found {
  const mine = evidence.kind === 'crl' || evidence.key === step.certificate.digest;
  const judgement: Judgement = !mine ? { state: 'unknown', reason: 'other-certificate' } : evidence.kind === 'crl' ? judgeByList(evidence.der, step.certificate, step.issuer, at) : judgeByResponse(evidence.der, step.certificate, step.issuer, at);
  return { judgement, source: evidence.kind, cached: true };
}

/** Revoked before good, newer before older, and a telling reason before "for another certificate". */
function best(found: readonly Found[]): Found {
  const nothing: Found = { judgement: { state: 'unknown', reason: 'offline' }, source: 'crl', cached: true };
  return found.reduce((before, each) => (rank(each) > rank(before) ? each : before), nothing);
}

function rank({ judgement }: Found): number {
  if (judgement.state === 'revoked') return Infinity;
  if (judgement.state === 'good') return judgement.knownAt;
  return judgement.reason === 'other-certificate' ? -1 : judgement.reason === 'offline' ? 0 : 1;
}

async function ask(step: Step, input: LookupInput, asking: Asking): Promise<Found> {
  const { certificate } = step;
  const ways = [
    ...unique([...certificate.ocspAddresses, ...asking.network.ocspAddresses]).map((address) => () => askResponder(address, step, input, asking)),
    ...unique([...certificate.crlAddresses, ...asking.network.crlAddresses]).map((address) => () => askForList(address, step, input, asking)),
  ];
  let reason: RevocationUnknown = 'no-address';
  for (const way of ways) {
    const found = await way();
    if (found.judgement.state !== 'unknown') return found;
    // An answer that was wrong tells more than one that never came.
    if (reason === 'no-address' || reason === 'unreachable') reason = found.judgement.reason;
  }
  return { judgement: { state: 'unknown', reason }, source: 'ocsp', cached: false };
}

async function askResponder(address: string, { certificate, issuer }: Step, input: LookupInput, asking: Asking): Promise<Found> {
  const { der, nonce } = ocspRequest(certificate, issuer);
  const answer = await fetchBounded(address, limits(asking, mostResponseBytes), { bytes: der, type: 'application/ocsp-request' });
  noteTime(answer, input, asking);
  if (answer.kind === 'none') return { judgement: { state: 'unknown', reason: answer.reason }, source: 'ocsp', cached: false };
  const judgement = judgeByResponse(answer.bytes, certificate, issuer, input.at, nonce);
  const times = responseTimes(answer.bytes);
  if (judgement.state !== 'unknown' && times !== null) asking.learnt.push({ kind: 'ocsp', key: certificate.digest, der: answer.bytes, ...times });
  return { judgement, source: 'ocsp', cached: false };
}

async function askForList(address: string, { certificate, issuer }: Step, input: LookupInput, asking: Asking): Promise<Found> {
  const answer = await fetchBounded(address, limits(asking, mostListBytes));
  noteTime(answer, input, asking);
  if (answer.kind === 'none') return { judgement: { state: 'unknown', reason: answer.reason }, source: 'crl', cached: false };
  const judgement = judgeByList(answer.bytes, certificate, issuer, input.at);
  const list = describeList(answer.bytes);
  if (judgement.state !== 'unknown' && list !== null) asking.learnt.push(list);
  return { judgement, source: 'crl', cached: false };
}

function noteTime(answer: HttpAnswer, { now }: LookupInput, asking: Asking): void {
  if (answer.kind === 'answer' && answer.serverTime !== null) asking.offsets.push(now() - Date.parse(answer.serverTime));
}

function limits({ signal }: Asking, mostBytes: number): HttpLimits {
  return { signal, patience: patienceOfOne, mostBytes };
}

function answerOf(steps: readonly Step[], found: readonly Found[]): RevocationAnswer {
  for (const [index, { judgement, source, cached }] of found.entries()) {
    if (judgement.state === 'revoked') return { state: 'revoked', revokedAt: iso(judgement.revokedAt), holder: steps[index]?.certificate.holder ?? '', knownAt: iso(judgement.knownAt), source, cached };
  }
  let knownAt = Infinity;
  let validUntil = Infinity;
  for (const { judgement } of found) {
    if (judgement.state !== 'good') return { state: 'unknown', reason: judgement.state === 'unknown' ? judgement.reason : 'unreadable' };
    knownAt = Math.min(knownAt, judgement.knownAt);
    validUntil = Math.min(validUntil, judgement.validUntil);
  }
  const [signer] = found;
  if (signer === undefined) return { state: 'unknown', reason: 'no-path' };
  return { state: 'good', knownAt: iso(knownAt), validUntil: iso(validUntil), source: signer.source, cached: found.every(({ cached }) => cached) };
}

function unique(addresses: readonly string[]): readonly string[] {
  return [...new Set(addresses)];
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
