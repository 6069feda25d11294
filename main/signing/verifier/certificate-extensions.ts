import { der, derAlgorithm, derParts, hexOf, readDer, type Der } from './der-reader.ts';

/** Whether a certificate (DER) is signed by an algorithm that proves something today, its parameters included. */
export function isSoundlySigned(certificate: Uint8Array): boolean {
  try {
    const algorithm = derAlgorithm(derParts(readDer(certificate), der.sequence)[1]);
    return algorithm !== null && algorithm.key !== null && algorithm.hash !== '' && algorithm.hash !== 'sha1';
  } catch {
    return false;
  }
}

/** Content of a part of an extension (its value, DER), hexadecimal; null where there is none. */
export function partIn(extension: Uint8Array | undefined, part: (value: Der) => Der | undefined): string | null {
  try {
    const found = extension === undefined ? undefined : part(readDer(extension));
    return found === undefined ? null : hexOf(found.content);
  } catch {
    return null;
  }
}

/** Kinds of alternative names (tags of GeneralName). */
export function nameKindsIn(extension: Uint8Array | undefined): readonly number[] {
  try {
    return extension === undefined ? [] : derParts(readDer(extension), der.sequence).map(({ tag }) => tag);
  } catch {
    return [];
  }
}

/** E-mail, DNS, web and IP addresses: kinds of names that say nothing of who somebody is. */
const addressKinds: ReadonlySet<number> = new Set([0x81, 0x82, 0x86, 0x87]);

/**
 * Kinds of names that name constraints limit (RFC 5280, 4.2.1.10), permitted or excluded. Null where they limit names of people, or cannot be read: what they allow is not
 * looked into, but who carries no name of a limited kind is not touched by it.
 */
export function limitedKindsIn(extension: Uint8Array | undefined): readonly number[] | null {
  try {
    const subtrees = extension === undefined ? [] : derParts(readDer(extension), der.sequence);
    const kinds = subtrees.flatMap((each) => derParts(each, each.tag)).map((subtree) => derParts(subtree, der.sequence)[0]?.tag ?? 0);
    return kinds.every((kind) => addressKinds.has(kind)) ? kinds : null;
  } catch {
    return null;
  }
}

/** Points with reasons or with another issuer's lists are for some cases only (RFC 5280, 4.2.1.13). */
export function distributionPointsIn(extension: Uint8Array | undefined): ReadonlySet<string> {
  try {
    const points = extension === undefined ? [] : derParts(readDer(extension), der.sequence).map((point) => derParts(point, der.sequence));
    return new Set(points.flatMap(([name, ...others]) => (name?.tag === 0xa0 && others.length === 0 ? distributionNames(name) : [])));
  } catch {
    return new Set();
  }
}

/** DistributionPointName with full names, tagged [0]; none where it is relative to an issuer. Throws DerError. */
export function distributionNames(name: Der): readonly string[] {
  const [full] = derParts(name, 0xa0);
  return full?.tag === 0xa0 ? derParts(full, 0xa0).map(({ whole }) => hexOf(whole)) : [];
}
