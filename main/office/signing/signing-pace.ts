import type { SigningBatchRepository } from '../ports/signing-batch-repository.ts';

/** Milliseconds that USB tokens usually take for one signature with RSA-2048 (signing.md 3: 100 to 500). */
const usualPace = 300;

/** How long so many signatures will take with this certificate's token: as it was the last time, or as tokens usually are. */
export async function signingEstimate(batches: Pick<SigningBatchRepository, 'pace'>, certificateDigest: string, count: number): Promise<{ readonly seconds: number; readonly measured: boolean }> {
  const pace = await batches.pace(certificateDigest);
  const each = pace === null ? usualPace : pace.busy / Math.max(1, pace.signed);
  return { seconds: Math.ceil((each * count) / 1000), measured: pace !== null };
}

/** `at` (ISO 8601) and so many seconds more. */
export function later(at: string, seconds: number): string {
  return new Date(Date.parse(at) + seconds * 1000).toISOString();
}
