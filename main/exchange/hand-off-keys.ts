import { createHash, createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, hkdfSync, sign, verify, type KeyObject } from 'node:crypto';
import type { PackageKeys } from '#main/office/ports/hand-off.ts';

/** Letters and digits that are not taken for one another. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

export function createPackageKeys(): PackageKeys {
  return {
    createIdentity: () => pair(generateKeyPairSync('ed25519')),
    createReturnKey: () => pair(generateKeyPairSync('x25519')),
    sign: (privateKey, content) => new Uint8Array(sign(null, content, privateKeyOf(privateKey))),
    verify(publicKey, content, signature) {
      try {
        const key = publicKeyOf(publicKey);
        return key.asymmetricKeyType === 'ed25519' && verify(null, content, key, signature);
      } catch {
        // Bytes that are no key come from a hostile file; nothing is proven by them.
        return false;
      }
    },
    tie: (identity, content) => new Uint8Array(createHmac('sha256', Buffer.from(hkdfSync('sha256', identity, '', 'hocba-trinh-ky/tie', 32))).update(content).digest()),
    fingerprint(publicKey) {
      const digest = createHash('sha256').update(publicKey).digest();
      const letters = [...digest.subarray(0, 24)].map((byte) => alphabet[byte % alphabet.length] ?? '').join('');
      return letters.replace(/(.{4})(?=.)/gu, '$1-');
    },
  };
}

function pair({ privateKey, publicKey }: { readonly privateKey: KeyObject; readonly publicKey: KeyObject }): { readonly privateKey: Uint8Array; readonly publicKey: Uint8Array } {
  return { privateKey: new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' })), publicKey: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })) };
}

export function privateKeyOf(der: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
}

export function publicKeyOf(der: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
}
