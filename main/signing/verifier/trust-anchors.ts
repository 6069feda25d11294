import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrustAnchors } from '#main/office/ports/verifier.ts';
import { readCertificate } from './certificate.ts';

/**
 * Reads the anchors of a folder: certificates in `roots` and `intermediates`, revocation lists in `crls`; DER or PEM (several in one file).
 * Missing folders are empty. Files that are no certificate are left out: an anchor that cannot be read is not trusted. Practice roots are not
 * files of this folder; the caller adds them.
 */
export async function loadTrustAnchors(folder: string): Promise<TrustAnchors> {
  const [roots, intermediates, crls] = await Promise.all([
    blocksIn(join(folder, 'roots'), 'CERTIFICATE'),
    blocksIn(join(folder, 'intermediates'), 'CERTIFICATE'),
    blocksIn(join(folder, 'crls'), 'X509 CRL'),
  ]);
  const readable = (ders: readonly Uint8Array[]) => ders.filter((der) => readCertificate(der) !== null);
  return { roots: readable(roots), intermediates: readable(intermediates), practiceRoots: [], crls };
}

/** The readable certificates of one file, DER or PEM (several). */
export function certificatesIn(file: Buffer): readonly Uint8Array[] {
  return blocksOf(file, 'CERTIFICATE').filter((der) => readCertificate(der) !== null);
}

/** The revocation lists of one file, DER or PEM (several). */
export function revocationListsIn(file: Buffer): readonly Uint8Array[] {
  return blocksOf(file, 'X509 CRL');
}

async function blocksIn(folder: string, label: string): Promise<readonly Uint8Array[]> {
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(names.filter((name) => /\.(cer|crt|der|pem|crl)$/i.test(name)).sort().map((name) => readFile(join(folder, name))));
  return files.flatMap((bytes) => blocksOf(bytes, label));
}

function blocksOf(bytes: Buffer, label: string): readonly Uint8Array[] {
  const text = bytes.toString('latin1');
  if (!text.includes('-----BEGIN ')) return [new Uint8Array(bytes)];
  return [...text.matchAll(new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----`, 'g'))].map(([, body]) => new Uint8Array(Buffer.from(body ?? '', 'base64')));
}
