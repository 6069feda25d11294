import { createHash } from 'node:crypto';
import { z } from 'zod';
import { OfficeError } from '#core/contract/errors.ts';
import { carriedKind, reviewKind } from '#core/contract/hand-off.ts';
import { signingRole } from '#core/contract/signing.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/u);
const moment = z.iso.datetime({ offset: true });
const words = (max: number) => z.string().max(max);
const key = z.base64().max(200);
/** A region's Id in a record; '' where the role signs once in it. */
const region = z.string().regex(/^[A-Za-z0-9_-]{0,64}$/u);

/** A large school's records, or the signatures that its teachers owe for some classes. */
export const mostItems = 2500;
export const largestDocument = 4 * 1024 * 1024;

/** What a request says of itself. Names and results are not here: whoever signs reads them from the records' own bytes. */
const requestContent = z.strictObject({
  format: z.literal(1),
  packageId: z.uuid(),
  createdAt: moment,
  createdBy: words(200),
  expiresAt: moment,
  auditHead: digest,
  school: z.strictObject({ code: words(40), name: words(300), training: z.boolean() }),
  kind: carriedKind,
  /** How the school's gateway wants it signed. */
  form: z.strictObject({ canonicalization: z.enum(['exclusive', 'inclusive']), rsaScheme: z.enum(['pkcs1', 'pss']).nullable() }),
  classNames: z.array(words(60)).min(1).max(300),
  schoolYear: words(20),
  role: signingRole,
  /** `personalId`: written into the slot of a person, null for the school. `certificates`: digests that the school's register has for the signer. */
  signer: z.strictObject({ name: words(200), personalId: z.string().regex(/^\d{0,12}$/u).nullable(), certificates: z.array(digest).max(50) }),
  /** Ed25519 key of the school's database, and X25519 key for what comes back (SPKI, DER). */
  publicKey: key,
  returnKey: key,
  /**
   * One for each signature asked for. `data`: the frozen record, `previous`: the version that the role signed last, both digests of parts that follow, each once, in
   * this order. `digest`: of the record with the signatures that it has.
   */
  items: z
    .array(z.strictObject({ uuid: z.uuid(), region, data: digest, signatures: z.array(z.strictObject({ role: signingRole, region, fragment: z.string().max(100_000) })).max(40), digest, previous: digest.nullable() }))
    .min(1)
    .max(mostItems),
});
export type RequestContent = z.infer<typeof requestContent>;
export type RequestItem = RequestContent['items'][number];

const returnContent = z.strictObject({
  format: z.literal(1),
  returnId: z.uuid(),
  packageId: z.uuid(),
  /** SHA-256 of the request's content: ties this to the one request it answers. */
  requestDigest: digest,
  createdAt: moment,
  certificates: z.array(z.strictObject({ digest, der: z.base64().max(20_000) })).max(20),
  signatures: z
    .array(z.strictObject({ uuid: z.uuid(), region, fragment: z.string().max(100_000), documentDigest: digest, certificateDigest: digest, signer: words(300), signedAt: moment, review: reviewKind }))
    .min(1)
    .max(mostItems),
});
export type ReturnContent = z.infer<typeof returnContent>;

export function encodeContent(content: RequestContent | ReturnContent): Uint8Array {
  return new Uint8Array(Buffer.from(JSON.stringify(content), 'utf8'));
}

/** Errors: OfficeError hand-off.unsound for anything but what this program writes. */
export function readRequestContent(bytes: Uint8Array | undefined): RequestContent {
  return decoded(requestContent, bytes);
}

/** Errors: as readRequestContent. */
export function readReturnContent(bytes: Uint8Array | undefined): ReturnContent {
  return decoded(returnContent, bytes);
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export const largestContent = 96 * 1024 * 1024;
/** Objects in a list in an object: nothing here is deeper than four. */
const deepest = 8;

function decoded<Value>(schema: z.ZodType<Value>, bytes: Uint8Array | undefined): Value {
  if (bytes === undefined || bytes.length > largestContent || isTooDeep(bytes)) throw new OfficeError('hand-off.unsound');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new OfficeError('hand-off.unsound', {}, { cause: error });
  }
  const read = schema.safeParse(value);
  if (!read.success) throw new OfficeError('hand-off.unsound', {}, { cause: read.error });
  return read.data;
}

/** Looked at before the parser: brackets outside texts, counted. */
function isTooDeep(bytes: Uint8Array): boolean {
  let depth = 0;
  let inText = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (inText) {
      if (byte === 0x5c) index += 1;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > deepest) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return false;
}
