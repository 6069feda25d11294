import { createPdfWork } from './signing/batch/pdf-work.ts';
import type { SignatureWorkParts } from './signing/batch/signature-work.ts';
import { createAlikeCheck } from './signing/verifier/alike-record.ts';
import { createVerifier } from './signing/verifier/verifier.ts';
import { createRecordSigner } from './signing/xml/record-signer.ts';

/** Signer and verifier, which know nothing of each other, side by side: for the threads, and for an office without threads. */
export function signatureWorkParts(): SignatureWorkParts {
  const verifier = createVerifier();
  return {
    signer: createRecordSigner(),
    pdfs: createPdfWork(async () => (await import('./signing/pdf/pdf-signer.ts')).createPdfSigner()),
    isAlike: createAlikeCheck(),
    checks: {
      record: (input) => verifier.checkRecord(input),
      gradebook: async (input) => (await verifier.checkFile(input)).file,
      pdf: async (input) => (await verifier.checkFile(input)).file,
    },
  };
}
