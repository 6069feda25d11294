import { z } from 'zod';
import { errorCodes, OfficeError } from '#core/contract/errors.ts';
import { examinedCertificate, examinedModule, examinedToken } from '#core/contract/token-doctor.ts';

/**
 * What the office and the token process say to each other: JSON, bytes as base64. Every request but two is answered by one reply, in order.
 * `queue` adds items to what is being signed and is answered by `made` as each is done (several in one where the token is faster than words), or by
 * `failed` once, which ends the queue; `watch` is answered by `watching` and from then on by `moved` whenever a token came or went;
 * `stop` is answered by `stopped` as soon as the signature under way is made, and what was still queued is forgotten.
 * Unasked, the process says `idle` once, when it ends for want of work.
 */
const key = z.strictObject({ serial: z.string(), certificateDigest: z.string() });
const padding = z.enum(['oaep-sha256', 'oaep-sha1', 'pkcs1']);

const rsaScheme = z.enum(['pkcs1', 'pss']);

/** `idleSeconds`: after so long without a request the process ends itself, and the PIN with it. */
const options = z.strictObject({ lastTryConfirmed: z.boolean(), rsaScheme: rsaScheme.nullable(), journal: z.string().nullable(), idleSeconds: z.number().positive() });

export const tokenRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hello') }),
  z.strictObject({ kind: z.literal('probe'), path: z.string() }),
  z.strictObject({ kind: z.literal('list'), path: z.string() }),
  z.strictObject({ kind: z.literal('watch'), path: z.string() }),
  z.strictObject({ kind: z.literal('examine'), path: z.string() }),
  z.strictObject({ kind: z.literal('open'), path: z.string(), key, pin: z.string(), options }),
  z.strictObject({ kind: z.literal('sign'), data: z.base64() }),
  z.strictObject({ kind: z.literal('decrypt'), data: z.base64(), padding }),
  z.strictObject({ kind: z.literal('queue'), items: z.array(z.strictObject({ id: z.string(), data: z.base64(), note: z.string() })) }),
  z.strictObject({ kind: z.literal('stop') }),
]);
export type TokenRequest = z.infer<typeof tokenRequest>;

const token = z.strictObject({
  label: z.string(),
  serial: z.string(),
  model: z.string(),
  pin: z.enum(['ok', 'count-low', 'final-try', 'locked']),
  certificates: z.array(z.strictObject({ der: z.base64(), key: z.enum(['present', 'missing', 'unknown']), pinEachTime: z.boolean().nullable() })),
  rsaSchemes: z.array(rsaScheme).nullable(),
  keysWithoutCertificate: z.number().int().min(0),
});

const params = z.record(z.string(), z.union([z.string(), z.number()]));
const examined = examinedToken.omit({ certificates: true }).extend({ certificates: z.array(examinedCertificate.pick({ key: true, pinEachTime: true }).extend({ der: z.base64() })) });
const examinedSlot = z.strictObject({ description: z.string(), token: examined.nullable(), problem: z.strictObject({ code: z.enum(errorCodes), params }).nullable() });

export const tokenReply = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('probed') }),
  z.strictObject({ kind: z.literal('watching') }),
  z.strictObject({ kind: z.literal('moved') }),
  z.strictObject({ kind: z.literal('listed'), tokens: z.array(token) }),
  z.strictObject({ kind: z.literal('examined'), library: examinedModule.shape.library.unwrap(), slots: z.array(examinedSlot) }),
  z.strictObject({
    kind: z.literal('opened'),
    token,
    certificate: z.base64(),
    algorithm: z.enum(['rsa-sha256', 'rsa-pss-sha256', 'ecdsa-p256-sha256', 'ecdsa-p384-sha384']),
    pinEachTime: z.boolean(),
    decryptions: z.array(padding),
  }),
  z.strictObject({ kind: z.literal('signed'), value: z.base64() }),
  z.strictObject({ kind: z.literal('decrypted'), data: z.base64() }),
  z.strictObject({ kind: z.literal('made'), items: z.array(z.strictObject({ id: z.string(), value: z.base64(), busy: z.number() })).min(1) }),
  z.strictObject({ kind: z.literal('stopped') }),
  z.strictObject({ kind: z.literal('idle') }),
  z.strictObject({ kind: z.literal('failed'), code: z.enum(errorCodes), params }),
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
