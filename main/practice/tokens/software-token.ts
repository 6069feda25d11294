import { constants, createCipheriv, createDecipheriv, createHash, createPrivateKey, privateDecrypt, randomBytes, scryptSync, sign, X509Certificate, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { OfficeError } from '#core/contract/errors.ts';
import type { TokenFlag } from '#core/contract/token-doctor.ts';
import type { DecryptionPadding } from '#main/office/ports/signing.ts';
import type { DriverExamination, DriverKey, DriverOptions, DriverSession, DriverToken, PinState, TokenDriver } from '#main/signing/token/token-driver.ts';

/** A training token is a file. It behaves as a real one does: a PIN, a count of wrong tries, a lock. */
const softwareToken = z.strictObject({
  label: z.string(),
  serial: z.string(),
  triesLeft: z.number().int().min(0),
  certificates: z.array(z.base64()).min(1),
  key: z.strictObject({ salt: z.base64(), nonce: z.base64(), tag: z.base64(), sealed: z.base64() }),
});
export type SoftwareToken = z.infer<typeof softwareToken>;

const tries = 5;
const extension = '.token.json';

/** Seals a private key (PKCS#8, DER) under the PIN: scrypt and AES-256-GCM, so that a wrong PIN is noticed. */
export function createSoftwareToken(input: { readonly label: string; readonly serial: string; readonly certificates: readonly Uint8Array[]; readonly privateKey: Uint8Array; readonly pin: string }): SoftwareToken {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', pinKey(input.pin, salt), nonce);
  const sealed = Buffer.concat([cipher.update(input.privateKey), cipher.final()]);
  return {
    label: input.label,
    serial: input.serial,
    triesLeft: tries,
    certificates: input.certificates.map((der) => Buffer.from(der).toString('base64')),
    key: { salt: text(salt), nonce: text(nonce), tag: text(cipher.getAuthTag()), sealed: text(sealed) },
  };
}

/** Written beside and renamed, so that a count is never half there. */
export function writeSoftwareToken(folder: string, token: SoftwareToken): void {
  const file = join(folder, `${token.serial}${extension}`);
  writeFileSync(`${file}.new`, JSON.stringify(token, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export function readSoftwareTokens(folder: string): readonly SoftwareToken[] {
  return namesIn(folder).flatMap((name) => {
    const parsed = softwareToken.safeParse(json(join(folder, name)));
    return parsed.success ? [parsed.data] : [];
  });
}

/** A training token that was locked by wrong PINs opens again with the next start of the training school: nobody can be called to unlock it. */
export function unlockSoftwareTokens(folder: string): void {
  for (const token of readSoftwareTokens(folder)) {
    if (token.triesLeft < tries) writeSoftwareToken(folder, { ...token, triesLeft: tries });
  }
}

/** The module of `practice:<folder>`. Errors as with a real driver. */
export function openSoftwareModule(folder: string): TokenDriver {
  return {
    list: () => readSoftwareTokens(folder).map(describe),
    watch() {
      let present = namesIn(folder).join();
      return () => {
        const now = namesIn(folder).join();
        const moved = now !== present;
        present = now;
        return moved;
      };
    },
    examine: () => examine(folder),
    openSession: (key, pin, options) => login(folder, key, pin, options),
  };
}

/** As a driver of a token shows itself: one slot a token. */
function examine(folder: string): DriverExamination {
  return {
    library: { manufacturer: 'Học Bạ', description: 'Token luyện tập (phần mềm)', version: '1.0', cryptoki: '2.40' },
    slots: readSoftwareTokens(folder).map((token) => {
      const { label, serial, model, pin, certificates } = describe(token);
      const flags: readonly TokenFlag[] = ['login-required', 'pin-initialized', 'initialized', ...(pin === 'ok' ? [] : [`pin-${pin}` as const])];
      return {
        description: label,
        token: { label, serial, model, manufacturer: 'Học Bạ', firmware: '1.0', flags: [...flags], pinLength: { min: 4, max: 64 }, signingMechanisms: ['CKM_RSA_PKCS', 'CKM_ECDSA'], mechanisms: 2, certificates, keysWithoutCertificate: 0 },
        problem: null,
      };
    }),
  };
}

function login(folder: string, wanted: DriverKey, pin: string, options: DriverOptions): DriverSession {
  const tokens = readSoftwareTokens(folder);
  if (tokens.length === 0) throw new OfficeError('token.none-present');
  const token = tokens.find(({ serial, certificates }) => serial === wanted.serial && certificates.some((certificate) => digestOf(certificate) === wanted.certificateDigest));
  const certificate = token?.certificates.find((candidate) => digestOf(candidate) === wanted.certificateDigest);
  if (token === undefined || certificate === undefined) throw new OfficeError(tokens.some(({ serial }) => serial === wanted.serial) ? 'token.certificate-changed' : 'token.certificate-not-found');
  if (token.triesLeft === 0) throw new OfficeError('token.pin-locked');
  const length = Buffer.byteLength(pin);
  if (length < 4 || length > 64) throw new OfficeError('token.pin-length', { min: 4, max: 64 });
  if (token.triesLeft === 1 && !options.lastTryConfirmed) throw new OfficeError('token.last-try-unconfirmed');
  // Counted before it is tried: a program that is killed in between must not give tries away.
  writeSoftwareToken(folder, { ...token, triesLeft: token.triesLeft - 1 });
  const privateKey = unsealed(token, pin);
  if (privateKey === null) throw wrongPin(token.triesLeft - 1);
  writeSoftwareToken(folder, { ...token, triesLeft: tries });
  const key = createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' });
  const der = new Uint8Array(Buffer.from(certificate, 'base64'));
  const isRsa = new X509Certificate(der).publicKey.asymmetricKeyType === 'rsa';
  const isPss = isRsa && options.rsaScheme === 'pss';
  // Deleting the file is pulling the token.
  const refusePulled = () => {
    if (!namesIn(folder).includes(`${token.serial}${extension}`)) throw new OfficeError('token.removed');
  };
  return {
    token: describe({ ...token, triesLeft: tries }),
    certificate: der,
    algorithm: isPss ? 'rsa-pss-sha256' : isRsa ? 'rsa-sha256' : 'ecdsa-p256-sha256',
    pinEachTime: false,
    decryptions: isRsa ? ['oaep-sha256', 'oaep-sha1', 'pkcs1'] : [],
    sign(data) {
      refusePulled();
      const rsa = isPss ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : key;
      return new Uint8Array(sign('sha256', data, isRsa ? rsa : { key, dsaEncoding: 'ieee-p1363' }));
    },
    decrypt(data, padding) {
      refusePulled();
      return decrypted(key, data, padding);
    },
  };
}

function decrypted(key: KeyObject, data: Uint8Array, padding: DecryptionPadding): Uint8Array {
  try {
    if (padding === 'pkcs1') return new Uint8Array(privateDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, data));
    return new Uint8Array(privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: padding === 'oaep-sha256' ? 'sha256' : 'sha1' }, data));
  } catch (error) {
    throw new OfficeError('token.cannot-decrypt', {}, { cause: error });
  }
}

function wrongPin(triesLeft: number): OfficeError {
  if (triesLeft === 0) return new OfficeError('token.pin-locked');
  return new OfficeError(triesLeft === 1 ? 'token.pin-last-try' : 'token.pin-incorrect');
}

function unsealed(token: SoftwareToken, pin: string): Buffer | null {
  const decipher = createDecipheriv('aes-256-gcm', pinKey(pin, bytes(token.key.salt)), bytes(token.key.nonce));
  decipher.setAuthTag(bytes(token.key.tag));
  try {
    return Buffer.concat([decipher.update(bytes(token.key.sealed)), decipher.final()]);
  } catch {
    return null;
  }
}

function pinKey(pin: string, salt: Uint8Array): Buffer {
  return scryptSync(pin, salt, 32, { N: 16_384, r: 8, p: 1 });
}

function describe(token: SoftwareToken): DriverToken {
  return { label: token.label, serial: token.serial, model: 'Token luyện tập', pin: pinState(token.triesLeft), certificates: token.certificates.map((der) => ({ der: new Uint8Array(bytes(der)), key: 'present', pinEachTime: false })), rsaSchemes: ['pkcs1', 'pss'], keysWithoutCertificate: 0 };
}

function pinState(triesLeft: number): PinState {
  if (triesLeft === 0) return 'locked';
  if (triesLeft === 1) return 'final-try';
  return triesLeft < tries ? 'count-low' : 'ok';
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(extension)).sort();
  } catch {
    return [];
  }
}

function json(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

function digestOf(certificate: string): string {
  return createHash('sha256').update(bytes(certificate)).digest('hex');
}

function text(value: Uint8Array): string {
  return Buffer.from(value).toString('base64');
}

function bytes(value: string): Buffer {
  return Buffer.from(value, 'base64');
}
