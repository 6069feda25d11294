import { z } from 'zod';
import { errorCodes, OfficeError } from '#core/contract/errors.ts';

/** What the office and the token process say to each other: JSON, bytes as base64. One request is answered by one reply, in order. */
const key = z.strictObject({ serial: z.string(), certificateDigest: z.string() });

export const tokenRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('probe'), path: z.string() }),
  z.strictObject({ kind: z.literal('list'), path: z.string() }),
  z.strictObject({ kind: z.literal('open'), path: z.string(), key, pin: z.string() }),
  z.strictObject({ kind: z.literal('sign'), data: z.base64() }),
]);
export type TokenRequest = z.infer<typeof tokenRequest>;

const token = z.strictObject({
  label: z.string(),
  serial: z.string(),
  model: z.string(),
  pin: z.enum(['ok', 'count-low', 'final-try', 'locked']),
  certificates: z.array(z.base64()),
});

export const tokenReply = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('probed') }),
  z.strictObject({ kind: z.literal('listed'), tokens: z.array(token) }),
  z.strictObject({ kind: z.literal('opened'), token, certificate: z.base64(), algorithm: z.enum(['rsa-sha256', 'ecdsa-p256-sha256']) }),
  z.strictObject({ kind: z.literal('signed'), value: z.base64() }),
  z.strictObject({ kind: z.literal('failed'), code: z.enum(errorCodes), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
]);
export type TokenReply = z.infer<typeof tokenReply>;
export type TokenMessage = z.infer<typeof token>;

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

export function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}

/** Any error as the reply that carries it. What is not an OfficeError is a driver's surprise; its words may hold anything, so only its name crosses. */
export function failureOf(error: unknown): TokenReply {
  if (error instanceof OfficeError) return { kind: 'failed', code: error.code, params: error.params };
  return { kind: 'failed', code: 'token.device-error', params: { detail: error instanceof Error ? error.name : 'unknown' } };
}
