import { constants, createHash, verify, type KeyObject } from 'node:crypto';
import type { Finding } from '#core/contract/verification.ts';
import { finding } from './findings.ts';
import type { ReadReference, ReadSignature } from './signature-reader.ts';
import { fitsKey } from './signed-bytes.ts';
import { dsigNamespace, type CanonicalForm, type OpenXml } from './xml-reader.ts';

const canonicalForms: ReadonlyMap<string, CanonicalForm> = new Map([
  ['http://www.w3.org/2001/10/xml-exc-c14n#', 'exclusive'],
  ['http://www.w3.org/TR/2001/REC-xml-c14n-20010315', 'inclusive'],
  ['http://www.w3.org/2006/12/xml-c14n11', 'inclusive-1.1'],
]);

const digests: ReadonlyMap<string, string> = new Map([
  ['http://www.w3.org/2001/04/xmlenc#sha256', 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', 'sha384'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'sha512'],
]);

type Method = { readonly name: string; readonly key: 'rsa' | 'ec'; readonly hash: string; readonly pss: boolean };

const more = 'http://www.w3.org/2001/04/xmldsig-more#';
const newer = 'http://www.w3.org/2007/05/xmldsig-more#';
const methods: ReadonlyMap<string, Method> = new Map(
  ['sha256', 'sha384', 'sha512'].flatMap((hash): readonly (readonly [string, Method])[] => [
    [`${more}rsa-${hash}`, { name: `rsa-${hash}`, key: 'rsa', hash, pss: false }],
    [`${more}ecdsa-${hash}`, { name: `ecdsa-${hash}`, key: 'ec', hash, pss: false }],
    [`${newer}${hash}-rsa-MGF1`, { name: `rsa-pss-${hash}`, key: 'rsa', hash, pss: true }],
  ]),
);

/** What a profile lets signatures use. Records are narrow; containers of other programs use a little more. */
export type AllowedAlgorithms = { readonly canonical: readonly CanonicalForm[]; readonly digests: readonly string[]; readonly methods: readonly string[] };

export const recordAlgorithms: AllowedAlgorithms = { canonical: ['exclusive', 'inclusive'], digests: ['sha256'], methods: ['rsa-sha256', 'rsa-pss-sha256', 'ecdsa-sha256', 'ecdsa-sha384'] };
export const containerAlgorithms: AllowedAlgorithms = {
  canonical: ['exclusive', 'inclusive', 'inclusive-1.1'],
  digests: ['sha256', 'sha384', 'sha512'],
  methods: [...methods.values()].map(({ name }) => name),
};

export const envelopedTransform = `${dsigNamespace}enveloped-signature`;

/** Name of a signature method as reports show it: `rsa-sha256`; the URI where it is none we know. */
export function methodName(uri: string): string {
  return methods.get(uri)?.name ?? uri;
}

export function digestName(uri: string): string | null {
  return digests.get(uri) ?? null;
}

/** Names of the digests that documents speak of, whatever they use them for. */
export function digestNamesIn(documents: readonly Buffer[]): readonly string[] {
  return [...digests].filter(([uri]) => documents.some((bytes) => bytes.includes(uri))).map(([, name]) => name);
}

/** The canonical form that a URI names, where the profile allows it. */
export function canonicalForm(uri: string, allowed: AllowedAlgorithms): CanonicalForm | null {
  const form = canonicalForms.get(uri);
  return form !== undefined && allowed.canonical.includes(form) ? form : null;
}

/** Whether everything that SignedInfo names is allowed: its canonical form, its method, its digests. Transforms are the profile's own matter. */
export function checkAlgorithms(signature: ReadSignature, allowed: AllowedAlgorithms): Finding {
  const method = methods.get(signature.method);
  if (method === undefined || !allowed.methods.includes(method.name)) return finding('algorithms', 'not-established', { algorithm: signature.method });
  if (canonicalForm(signature.canonicalization, allowed) === null) return finding('algorithms', 'not-established', { algorithm: signature.canonicalization });
  const weak = signature.references.find(({ digestMethod }) => !allowed.digests.includes(digestName(digestMethod) ?? ''));
  return weak === undefined ? finding('algorithms', 'established', { algorithm: method.name }) : finding('algorithms', 'not-established', { algorithm: weak.digestMethod });
}

/** Whether the bytes that a reference stands for have its digest. */
export function digestMatches(reference: ReadReference, bytes: Uint8Array): boolean {
  const name = digestName(reference.digestMethod);
  return name !== null && createHash(name).update(bytes).digest().equals(reference.digest);
}

/** Whether the signature value is the key's over the canonical SignedInfo. Never throws. */
export function checkSignatureValue(xml: OpenXml, signature: ReadSignature, key: KeyObject): Finding {
  const form = canonicalForm(signature.canonicalization, containerAlgorithms);
  const holds = form !== null && valueCheck(signature, key)(xml.canonical(signature.signedInfo, form), signature.value);
  return finding('signature-value', holds ? 'established' : 'failed');
}

/** Whether a value is the key's over a canonical SignedInfo, by the method that this signature names. */
export function valueCheck({ method: uri }: Pick<ReadSignature, 'method'>, key: KeyObject): (signedInfo: Uint8Array, value: Buffer) => boolean {
  const method = methods.get(uri);
  if (method === undefined || !fitsKey(key, method.key, method.pss)) return () => false;
  return (signedInfo, value) => isSignatureOf(signedInfo, value, key, method);
}

function isSignatureOf(bytes: Uint8Array, value: Buffer, key: KeyObject, method: Method): boolean {
  try {
    if (method.key === 'ec') return verify(method.hash, bytes, { key, dsaEncoding: 'ieee-p1363' }, value);
    if (method.pss) return verify(method.hash, bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }, value);
    return verify(method.hash, bytes, { key, padding: constants.RSA_PKCS1_PADDING }, value);
  } catch {
    return false;
  }
}
