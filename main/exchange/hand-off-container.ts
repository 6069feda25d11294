import { constants, diffieHellman, generateKeyPairSync, publicEncrypt, randomBytes, scrypt, X509Certificate, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { OfficeError } from '#core/contract/errors.ts';
import type { PackageContainers, PackageHead, PackageKey, PackageLock } from '#main/office/ports/hand-off.ts';
import { decryptBody, encryptBody } from './hand-off-cipher.ts';
import { privateKeyOf, publicKeyOf } from './hand-off-keys.ts';

const family = Buffer.from('HOCBA-TRINH-KY-', 'ascii');
const version = 0x31;
const prefixSize = family.length + 1 + 4;
const largestHeader = 16 * 1024;
/** A class of fifty is about one megabyte; ten whole schools would not reach this. */
const largestFile = 256 * 1024 * 1024;

/** 64 MB of memory and some tenths of a second for each guess. Recorded in the file, so that a later version may ask for more. */
const scryptCost = { N: 65_536, r: 8, p: 1 } as const;

const base64 = z.base64().max(8192);

/** Costs outside these bounds come from somebody who wants the PC to choke, or the passphrase to be cheap to guess. */
const passphraseLock = z.strictObject({ kind: z.literal('passphrase'), salt: base64, N: z.union([z.literal(65_536), z.literal(131_072), z.literal(262_144)]), r: z.literal(8), p: z.number().int().min(1).max(4) });
const certificateLock = z.strictObject({ kind: z.literal('certificate'), certificateDigest: z.string().regex(/^[0-9a-f]{64}$/u), holder: z.string().max(200), keys: z.strictObject({ 'oaep-sha256': base64, 'oaep-sha1': base64, pkcs1: base64 }) });
const clerkLock = z.strictObject({ kind: z.literal('clerk'), key: base64 });
const shared = { packageId: z.uuid(), createdAt: z.iso.datetime({ offset: true }) };
const header = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('request'), ...shared, lock: z.discriminatedUnion('kind', [passphraseLock, certificateLock]) }),
  z.strictObject({ kind: z.literal('return'), ...shared, lock: clerkLock }),
]);
type Header = z.infer<typeof header>;

/** Files `.hocba-trinh-ky`: a mark and version, a header in JSON that names what is needed to open it, and an encrypted body. */
export function createPackageContainers(): PackageContainers {
  return {
    head(bytes): PackageHead {
      const { kind, packageId, createdAt, lock } = split(bytes).header;
      return { kind, packageId, createdAt, lock: lock.kind === 'certificate' ? { kind: 'certificate', certificateDigest: lock.certificateDigest, holder: lock.holder } : { kind: lock.kind } };
    },

    async sealRequest({ packageId, createdAt, lock, parts }) {
      const { secret, locked } = await lockRequest(lock);
      return joined({ kind: 'request', packageId, createdAt, lock: locked }, secret, parts);
    },

    wrappedKeys(bytes) {
      const { header: found } = split(bytes);
      if (found.kind !== 'request') throw new OfficeError('hand-off.is-a-return');
      if (found.lock.kind !== 'certificate') throw new OfficeError('hand-off.wrong-passphrase');
      const { 'oaep-sha256': sha256, 'oaep-sha1': sha1, pkcs1 } = found.lock.keys;
      return { 'oaep-sha256': fromBase64(sha256), 'oaep-sha1': fromBase64(sha1), pkcs1: fromBase64(pkcs1) };
    },

    async openRequest(bytes, key) {
      const { header: found, before, body } = split(bytes);
      if (found.kind !== 'request') throw new OfficeError('hand-off.is-a-return');
      const secret = await secretOf(found.lock, key);
      try {
        return decryptBody({ secret, header: before }, body);
      } catch (error) {
        // Whatever a token made of the key, the answer is the same: it must not tell which paddings were right.
        throw key.kind === 'secret' && error instanceof OfficeError && error.code === 'hand-off.wrong-passphrase' ? new OfficeError('hand-off.token-cannot-decrypt') : error;
      }
    },

    sealReturn({ packageId, createdAt, returnKey, tie, parts }) {
      const own = generateKeyPairSync('x25519');
      const ephemeral = toBase64(new Uint8Array(own.publicKey.export({ format: 'der', type: 'spki' })));
      return joined({ kind: 'return', packageId, createdAt, lock: { kind: 'clerk', key: ephemeral } }, agreed(own.privateKey, publicKeyOf(returnKey), tie), parts);
    },

    openReturn(bytes, { privateKey, tie }) {
      const { header: found, before, body } = split(bytes);
      if (found.kind !== 'return') throw new OfficeError('hand-off.is-a-request');
      return decryptReturn(() => agreed(privateKeyOf(privateKey), publicKeyOf(fromBase64(found.lock.key)), tie), before, body);
    },
  };
}

/** Nobody types a passphrase for a return: whatever does not fit was changed on its way. */
function decryptReturn(secret: () => Uint8Array, before: Uint8Array, body: Uint8Array): readonly Uint8Array[] {
  try {
    return decryptBody({ secret: secret(), header: before }, body);
  } catch (error) {
    throw new OfficeError('hand-off.damaged', {}, { cause: error });
  }
}

/** Only who holds the clerk's private key, or made the ephemeral one, and has seen the request, comes to this. */
function agreed(own: KeyObject, other: KeyObject, tie: Uint8Array): Uint8Array {
  return Buffer.concat([diffieHellman({ privateKey: own, publicKey: other }), tie]);
}

async function lockRequest(lock: PackageLock): Promise<{ readonly secret: Uint8Array; readonly locked: Extract<Header, { readonly kind: 'request' }>['lock'] }> {
  if (lock.kind === 'passphrase') {
    const locked = { kind: 'passphrase', salt: toBase64(randomBytes(16)), ...scryptCost } as const;
    return { secret: await passphraseSecret(lock.passphrase, locked), locked };
  }
  const { publicKey } = new X509Certificate(lock.certificate);
  if (publicKey.asymmetricKeyType !== 'rsa') throw new OfficeError('hand-off.certificate-cannot-decrypt', { holder: lock.holder });
  const secret = randomBytes(32);
  const oaep = (oaepHash: string) => toBase64(publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, secret));
  // Most tokens in the field decrypt only the oldest padding. It is weak against somebody who may ask the token over and over, which here costs a PIN each time.
  const pkcs1 = toBase64(publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, secret));
  return { secret, locked: { kind: 'certificate', certificateDigest: lock.certificateDigest, holder: lock.holder.slice(0, 200), keys: { 'oaep-sha256': oaep('sha256'), 'oaep-sha1': oaep('sha1'), pkcs1 } } };
}

/** A key of the other kind does not fit, and nothing more is said. */
async function secretOf(lock: Extract<Header, { readonly kind: 'request' }>['lock'], key: PackageKey): Promise<Uint8Array> {
  if (lock.kind === 'passphrase' && key.kind === 'passphrase') return passphraseSecret(key.passphrase, lock);
  if (lock.kind !== 'certificate' || key.kind !== 'secret') throw new OfficeError('hand-off.wrong-passphrase');
  return key.secret;
}

/** The same letters may be typed composed or decomposed. */
function passphraseSecret(passphrase: string, { salt, N, r, p }: Pick<z.infer<typeof passphraseLock>, 'salt' | 'N' | 'r' | 'p'>): Promise<Uint8Array> {
  return new Promise((done, failed) => {
    scrypt(passphrase.normalize('NFC'), fromBase64(salt), 32, { N, r, p, maxmem: 256 * N * r }, (error, key) => (error === null ? done(key) : failed(error)));
  });
}

function joined(head: Header, secret: Uint8Array, parts: readonly Uint8Array[]): Uint8Array {
  const text = Buffer.from(JSON.stringify(head), 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const before = Buffer.concat([family, Buffer.from([version]), length, text]);
  const file = Buffer.concat([before, encryptBody({ secret, header: before }, parts)]);
  if (file.length > largestFile) throw new OfficeError('hand-off.too-large');
  return new Uint8Array(file);
}

function split(bytes: Uint8Array): { readonly header: Header; readonly before: Uint8Array; readonly body: Uint8Array } {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < prefixSize || !file.subarray(0, family.length).equals(family)) throw new OfficeError('hand-off.not-a-package');
  if (file[family.length] !== version) throw new OfficeError('hand-off.newer-version');
  if (file.length > largestFile) throw new OfficeError('hand-off.too-large');
  const length = file.readUInt32BE(family.length + 1);
  if (length > largestHeader || prefixSize + length > file.length) throw new OfficeError('hand-off.not-a-package');
  const end = prefixSize + length;
  const read = header.safeParse(json(file.subarray(prefixSize, end)));
  if (!read.success) throw new OfficeError('hand-off.not-a-package');
  return { header: read.data, before: file.subarray(0, end), body: file.subarray(end) };
}

function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
