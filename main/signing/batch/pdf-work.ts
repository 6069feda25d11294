import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { z } from 'zod';
import { OfficeError } from '#core/contract/errors.ts';
import type { PdfDraft, PdfRole, PdfSigner } from '#main/office/ports/pdf-signing.ts';
import type { FinishRequest, PrepareRequest } from '#main/office/ports/signing-batch.ts';
import type { PreparedSignature, SignatureAlgorithm } from '#main/office/ports/signing.ts';

export type PdfWork = {
  prepare(request: PrepareRequest): Promise<PreparedSignature>;
  /** `kept`: what is stored of the signature, deflated, base64: of the first one the whole file, of the next what it added. `stamped`: its value, which a timestamp would be over. */
  finish(request: FinishRequest): Promise<{ readonly document: Uint8Array; readonly kept: string; readonly stamped: Uint8Array }>;
};

const algorithms = ['rsa-sha256', 'rsa-pss-sha256', 'ecdsa-p256-sha256', 'ecdsa-p384-sha384'] as const satisfies readonly SignatureAlgorithm[];

/** Enough to draft the same signature again after a crash, and to know that it is the same. */
const note = z.strictObject({ certificate: z.string(), chain: z.array(z.string()), algorithm: z.enum(algorithms), digest: z.string() });

/**
 * Lays the update of a PDF out before the token and fills its hole behind it. `open`: loads the signer when it is first asked for, because most batches sign no PDF. Errors: those of PdfSigner, and
 * signing.self-check-failed {uuid} where a signature of before a crash does not fit what would be drafted now (another picture).
 */
export function createPdfWork(open: () => Promise<PdfSigner>): PdfWork {
  async function draft(signer: PdfSigner, document: PrepareRequest['document'], about: Pick<PrepareRequest, 'slot' | 'certificate' | 'chain' | 'algorithm' | 'signingTime'>): Promise<PdfDraft> {
    const { slot, ...key } = about;
    if (document.appearance === undefined) throw new OfficeError('signing.pdf-form', { detail: 'appearance' });
    // Nobody has signed it: it comes as it was printed, without fields.
    const base = document.signatures.length === 0 ? await signer.prepare(document.data) : document.data;
    return signer.draft({ document: base, role: slot.role as PdfRole, appearance: document.appearance, ...key });
  }

  return {
    async prepare({ document, slot, certificate, chain, algorithm, signingTime }) {
      const { toBeSigned, bytes, hole } = await draft(await open(), document, { slot, certificate, chain, algorithm, signingTime });
      const noted: z.infer<typeof note> = { certificate: base64(certificate), chain: chain.map(base64), algorithm, digest: digestOf(toBeSigned) };
      return { slot, signingTime, toBeSigned, draft: JSON.stringify(noted), drafted: { bytes, hole } };
    },

    async finish({ name, document, prepared, signatureValue }) {
      const signer = await open();
      const noted = note.parse(JSON.parse(prepared.draft));
      const key = { certificate: bytesOf(noted.certificate), chain: noted.chain.map(bytesOf), algorithm: noted.algorithm };
      let drafted = prepared.drafted;
      if (drafted === undefined) {
        const again = await draft(signer, document, { slot: prepared.slot, signingTime: prepared.signingTime, ...key });
        if (digestOf(again.toBeSigned) !== noted.digest) throw new OfficeError('signing.self-check-failed', { uuid: name });
        drafted = again;
      }
      const signed = signer.finish({ ...key, bytes: drafted.bytes, hole: drafted.hole }, signatureValue);
      const stamped = signer.stampedValues(signed).at(-1);
      if (stamped === undefined) throw new OfficeError('signing.self-check-failed', { uuid: name });
      // The reserved room of a signature is mostly zeros.
      return { document: signed, kept: base64(deflateSync(document.signatures.length === 0 ? signed : signed.subarray(document.data.length))), stamped };
    },
  };
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
