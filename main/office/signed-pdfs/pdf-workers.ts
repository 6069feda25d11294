import { createHash } from 'node:crypto';
import { OfficeError } from '#core/contract/errors.ts';
import type { PdfDraft, PdfRole, PdfSigner } from '../ports/pdf-signing.ts';
import type { PreparedSignature, TokenSession } from '../ports/signing.ts';
import type { FinishedSignature, FinishRequest, PrepareRequest, SignatureWorkers, WorkResult } from '../ports/signing-batch.ts';
import type { TrustAnchors, Verifier } from '../ports/verifier.ts';
import type { PdfToSign } from './pdf-items.ts';

/**
 * What is done with a PDF before and after the token, for the engine that signs batches. Printing is done on the printing thread; what is left here takes some milliseconds a file. A signature counts
 * only where the separate verifier finds it sound, in its place, and nothing else broken.
 */
export function createPdfWorkers(parts: { readonly pdfSigner: PdfSigner; readonly verifier: Verifier; readonly anchors: TrustAnchors; readonly session: TokenSession }): SignatureWorkers {
  const { pdfSigner, verifier, anchors, session } = parts;
  const drafts = new WeakMap<PreparedSignature, PdfDraft>();

  async function prepare({ document, slot, algorithm, certificate }: PrepareRequest): Promise<PreparedSignature> {
    const { data, appearance, signingTime } = document as PdfToSign;
    const draft = await pdfSigner.draft({ document: data, role: slot.role as PdfRole, appearance, certificate, chain: session.certificate.chain, algorithm, signingTime });
    const prepared = { slot, signingTime, toBeSigned: draft.toBeSigned, draft: '' };
    drafts.set(prepared, draft);
    return prepared;
  }

  async function finish({ name, document, prepared, signatureValue, at }: FinishRequest): Promise<FinishedSignature> {
    const draft = drafts.get(prepared);
    if (draft === undefined) throw new OfficeError('signing.self-check-failed', { uuid: name });
    const bytes = pdfSigner.finish(draft, signatureValue);
    const { file } = await verifier.checkFile({ name: `${name}.pdf`, bytes, anchors, at });
    const broken = [file, ...file.signatures].some(({ verdict }) => verdict === 'invalid' || verdict === 'unsupported' || verdict === 'unsigned');
    const own = file.signatures.some(({ role }) => role === prepared.slot.role);
    if (broken || !own || file.signatures.length !== document.signatures.length + 1) throw new OfficeError('signing.self-check-failed', { uuid: name });
    // What is kept: for the first signature the whole file, for the next one what it added.
    const kept = document.signatures.length === 0 ? bytes : bytes.subarray(document.data.length);
    return { fragment: Buffer.from(kept).toString('base64'), documentDigest: createHash('sha256').update(bytes).digest('hex') };
  }

  return { ready: Promise.resolve(), prepare: (requests) => each(requests, prepare), finish: (requests) => each(requests, finish), close: () => Promise.resolve() };
}

async function each<Request, Value>(requests: readonly Request[], work: (request: Request) => Promise<Value>): Promise<readonly WorkResult<Value>[]> {
  const results: WorkResult<Value>[] = [];
  for (const request of requests) {
    try {
      results.push({ ok: true, value: await work(request) });
    } catch (error) {
      const known = error instanceof OfficeError ? { code: error.code, params: { ...error.params } } : null;
      results.push({ ok: false, error: known, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
    // Others of the office are heard between two files.
    await new Promise((done) => setImmediate(done));
  }
  return results;
}
