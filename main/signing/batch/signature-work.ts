import { createHash } from 'node:crypto';
import type { MessagePort } from 'node:worker_threads';
import { OfficeError } from '#core/contract/errors.ts';
import type { FileReport } from '#core/contract/verification.ts';
import { slotOf } from '#core/records/record-format.ts';
import { secondaryFormat } from '#core/records/secondary-format.ts';
import type { DocumentToSign, FinishedSignature, FinishRequest, PrepareRequest, SignableKind, WorkResult } from '#main/office/ports/signing-batch.ts';
import type { PreparedSignature, RecordSigner } from '#main/office/ports/signing.ts';
import type { TrustAnchors } from '#main/office/ports/verifier.ts';
import type { PdfWork } from './pdf-work.ts';

/** Who looks at a finished document of each kind. */
export type CheckDocument = (input: { readonly name: string; readonly bytes: Uint8Array; readonly anchors: TrustAnchors; readonly at: string }) => Promise<FileReport>;

/** Whether a document is, letter by letter but for its own digests, time and value, like another one that the verifier has accepted, and its signature holds. */
export type IsAlike = (document: Uint8Array, accepted: Uint8Array) => boolean;

export type SignatureWorkParts = { readonly signer: RecordSigner; readonly pdfs: PdfWork; readonly checks: Readonly<Record<SignableKind, CheckDocument>>; readonly isAlike: IsAlike };

/** So long (milliseconds) after the verifier has accepted a document others may be like it: certificates and lists run out, and the clock is looked at too. */
const acceptedFor = 60_000;

export type SignatureWork = {
  prepare(requests: readonly PrepareRequest[]): Promise<readonly WorkResult<PreparedSignature>[]>;
  finish(requests: readonly FinishRequest[]): Promise<readonly WorkResult<FinishedSignature>[]>;
};

/** The work itself, wherever it runs: in a thread ahead of the token, or in one behind it. */
export function createSignatureWork({ signer, pdfs, checks, isAlike }: SignatureWorkParts, anchors: TrustAnchors): SignatureWork {
  /** A document that the verifier accepted, and when. */
  let accepted: { readonly document: Uint8Array; readonly at: number } | null = null;
  const assembled = ({ data, signatures }: DocumentToSign) => signer.assemble(data, signatures);

  function prepare(request: PrepareRequest): PreparedSignature | Promise<PreparedSignature> {
    if (request.kind === 'pdf') return pdfs.prepare(request);
    const { document, slot, algorithm, canonicalization, certificate, signingTime, signerPersonalId } = request;
    return signer.prepare({ document: assembled(document), slot, algorithm, canonicalization, certificate, signingTime, signerPersonalId });
  }

  async function filled(request: FinishRequest): Promise<{ readonly document: Uint8Array; readonly fragment: string; readonly stamped?: Uint8Array }> {
    if (request.kind !== 'pdf') return signer.finish({ document: assembled(request.document), prepared: request.prepared, signatureValue: request.signatureValue });
    const { document, kept, stamped } = await pdfs.finish(request);
    return { document, fragment: kept, stamped };
  }

  /**
   * The separate verifier must find the new signature sound and in its place, and nothing else broken, before it counts. Where signatures come faster than
   * it reads, it suffices that a record is like one that it has accepted just before; where that cannot be shown, the verifier reads it after all.
   */
  async function finish(request: FinishRequest): Promise<FinishedSignature> {
    const signed = await filled(request);
    const alike = request.hurried && request.kind === 'record' && accepted !== null && age(request.at) <= acceptedFor && isAlike(signed.document, accepted.document);
    if (!alike) await check(request, signed.document);
    return { fragment: signed.fragment, documentDigest: createHash('sha256').update(signed.document).digest('hex'), alike, ...(signed.stamped === undefined ? {} : { stamped: signed.stamped }) };
  }

  async function check({ kind, name, document, prepared, at, hurried }: FinishRequest, bytes: Uint8Array): Promise<void> {
    const report = await checks[kind]({ name: `${name}.${kind === 'pdf' ? 'pdf' : 'xml'}`, bytes, anchors, at });
    const broken = [report, ...report.signatures].some(({ verdict }) => verdict === 'invalid' || verdict === 'unsupported' || verdict === 'unsigned');
    const own = report.signatures.some(({ role }) => role === prepared.slot.role);
    if (broken || !own || report.signatures.length !== document.signatures.length + 1) throw new OfficeError('signing.self-check-failed', { uuid: name });
    // A newer one where the one before served no more.
    if (kind === 'record' && (hurried || age(at) > acceptedFor / 2)) accepted = { document: bytes, at: Date.parse(at) };
  }

  /** Milliseconds since the verifier accepted what others may be like; infinite where it is of no use (none yet, or the clock went back). */
  function age(at: string): number {
    const since = accepted === null ? -1 : Date.parse(at) - accepted.at;
    return since < 0 ? Infinity : since;
  }

  return { prepare: (requests) => each(requests, prepare), finish: (requests) => each(requests, finish) };
}

const emptyRecord = '<?xml version="1.0" encoding="UTF-8"?>\n<HOC_BA><DU_LIEU_HOC_BA Id="data"><THONG_TIN_HOC_BA Id="thongtinhocba"></THONG_TIN_HOC_BA></DU_LIEU_HOC_BA></HOC_BA>\n';

/**
 * A record of nobody, signed by nothing, through everything once: the first real signature must not wait for code that never ran (a fifth of a second, while
 * the token has nothing to do). Parser and verifier are compiled as they are used.
 */
async function warmUp({ signer, checks }: SignatureWorkParts, anchors: TrustAnchors): Promise<void> {
  const [certificate] = [...anchors.practiceRoots, ...anchors.roots];
  if (certificate === undefined) return;
  const document = Buffer.from(emptyRecord, 'utf8');
  const prepared = signer.prepare({ document, slot: slotOf(secondaryFormat, 'principal', ''), algorithm: 'rsa-sha256', canonicalization: 'exclusive', certificate, signingTime: '', signerPersonalId: null });
  await checks.record({ name: '', bytes: signer.finish({ document, prepared, signatureValue: new Uint8Array(256) }).document, anchors, at: new Date(0).toISOString() });
}

async function each<Request, Value>(requests: readonly Request[], work: (request: Request) => Value | Promise<Value>): Promise<readonly WorkResult<Value>[]> {
  const results: WorkResult<Value>[] = [];
  for (const request of requests) {
    try {
      results.push({ ok: true, value: await work(request) });
    } catch (error) {
      const known = error instanceof OfficeError ? { code: error.code, params: { ...error.params } } : null;
      results.push({ ok: false, error: known, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  return results;
}

export type ToSignatureThread =
  /** Whom to trust from now on; before anything else. */
  | { readonly kind: 'trust'; readonly anchors: TrustAnchors }
  | { readonly kind: 'prepare'; readonly id: number; readonly requests: readonly PrepareRequest[] }
  | { readonly kind: 'finish'; readonly id: number; readonly requests: readonly FinishRequest[] };

export type FromSignatureThread = { readonly kind: 'ready' } | { readonly kind: 'done'; readonly id: number; readonly results: readonly WorkResult<PreparedSignature | FinishedSignature>[] };

/** The thread's side. Says `ready` when everything it needs is loaded and has run once. */
export function serveSignatureWork(port: MessagePort, parts: SignatureWorkParts): void {
  let work: SignatureWork | null = null;
  let warm = false;
  port.on('message', (message: ToSignatureThread) => {
    if (message.kind === 'trust') {
      work = createSignatureWork(parts, message.anchors);
      const ready = () => port.postMessage({ kind: 'ready' } satisfies FromSignatureThread);
      // Should it fail, the first signature is slow, and no more.
      void (warm ? Promise.resolve() : warmUp(parts, message.anchors)).catch(() => undefined).then(ready);
      warm = true;
      return;
    }
    const results = message.kind === 'prepare' ? work?.prepare(message.requests) : work?.finish(message.requests);
    void results?.then((done) => port.postMessage({ kind: 'done', id: message.id, results: done } satisfies FromSignatureThread));
  });
}
