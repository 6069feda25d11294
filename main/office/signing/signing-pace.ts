import type { SigningBatchRepository } from '../ports/signing-batch-repository.ts';

/** Milliseconds that USB tokens usually take for one signature with RSA-2048 (signing.md 3: 100 to 500). */
const usualPace = 300;

/** How long so many signatures will take with this certificate's token: as it was the last time, or as tokens usually are. */
export async function signingEstimate(batches: Pick<SigningBatchRepository, 'pace'>, certificateDigest: string, count: number): Promise<{ readonly seconds: number; readonly measured: boolean }> {
  const pace = await batches.pace(certificateDigest);
  return pace === null ? usualEstimate(count) : { seconds: Math.ceil(((pace.busy / Math.max(1, pace.signed)) * count) / 1000), measured: true };
}

/** Where nobody knows how fast this token is. */
export function usualEstimate(count: number): { readonly seconds: number; readonly measured: boolean } {
  return { seconds: Math.ceil((usualPace * count) / 1000), measured: false };
}

/** `at` (ISO 8601) and so many seconds more. */
export function later(at: string, seconds: number): string {
  return new Date(Date.parse(at) + seconds * 1000).toISOString();
}
