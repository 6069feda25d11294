import { X509Certificate } from 'node:crypto';
import type { Canonicalization, SignatureAlgorithm } from '#main/office/ports/signing.ts';
import { canonicalizationUri } from './xml-canonical.ts';

export const dsigNamespace = 'http://www.w3.org/2000/09/xmldsig#';
export const envelopedTransform = `${dsigNamespace}enveloped-signature`;
export const sha256Uri = 'http://www.w3.org/2001/04/xmlenc#sha256';

/** One ds:Reference; its digest is filled in once it is known. `attributes`: more of them, e.g. ` Id="r-0"`. No transforms: the bytes themselves are digested. */
export type ReferenceTemplate = { readonly uri: string; readonly transforms: readonly string[]; readonly attributes?: string };

/** RFC 9231. That of RSA-PSS stands for SHA-256, MGF1 with SHA-256, salt of 32 bytes. */
const methods = {
  'rsa-sha256': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'rsa-pss-sha256': 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
  'ecdsa-p256-sha256': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
  'ecdsa-p384-sha384': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384',
} as const satisfies Record<SignatureAlgorithm, string>;

const pendingValue = '<ds:SignatureValue>pending</ds:SignatureValue>';
const pendingDigest = (index: number) => `<ds:DigestValue>pending-${index}</ds:DigestValue>`;

/** A whole ds:Signature whose digests and value are still pending. `keyInfo` and `object` are ready XML; `objectId` is the ds:Object's own Id where a reference names it. */
export function signatureTemplate(input: {
  readonly id: string;
  readonly canonicalization: Canonicalization;
  readonly algorithm: SignatureAlgorithm;
  readonly references: readonly ReferenceTemplate[];
  readonly keyInfo: string;
  readonly object: string;
  readonly objectId?: string;
}): string {
  const signedInfo =
    `<ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${canonicalizationUri(input.canonicalization)}"/>` +
    `<ds:SignatureMethod Algorithm="${methods[input.algorithm]}"/>${input.references.map(referenceText).join('')}</ds:SignedInfo>`;
  const object = `<ds:Object${idAttribute(input.objectId)}>${input.object}</ds:Object>`;
  return `<ds:Signature xmlns:ds="${dsigNamespace}"${idAttribute(input.id)}>${signedInfo}${pendingValue}<ds:KeyInfo>${input.keyInfo}</ds:KeyInfo>${object}</ds:Signature>`;
}

function referenceText(reference: ReferenceTemplate, index: number): string {
  const transforms = reference.transforms.map((uri) => `<ds:Transform Algorithm="${uri}"/>`).join('');
  return (
    `<ds:Reference${reference.attributes ?? ''} URI="${escapeXml(reference.uri)}">${transforms === '' ? '' : `<ds:Transforms>${transforms}</ds:Transforms>`}` +
    `<ds:DigestMethod Algorithm="${sha256Uri}"/>${pendingDigest(index)}</ds:Reference>`
  );
}

/**
 * Fills in the digests (base64, in the order of the references). Works on the template and on the canonical form of its SignedInfo alike,
 * because canonical XML leaves plain text as it is; so one parse serves both.
 */
export function withDigests(text: string, digests: readonly string[]): string {
  let filled = 0;
  const result = text.replaceAll(/<ds:DigestValue>pending-(\d+)<\/ds:DigestValue>/g, (_, index: string) => {
    filled += 1;
    return `<ds:DigestValue>${digests[Number(index)] ?? ''}</ds:DigestValue>`;
  });
  if (filled !== digests.length) throw new Error(`${filled} references for ${digests.length} digests.`);
  return result;
}

/** Fills in the signature value: the RSA block, or r‖s for ECDSA (xmldsig-core1, 6.4.3). */
export function withSignatureValue(text: string, value: Uint8Array): string {
  return replaceOnce(text, pendingValue, `<ds:SignatureValue>${Buffer.from(value).toString('base64')}</ds:SignatureValue>`);
}

function replaceOnce(text: string, wanted: string, replacement: string): string {
  const at = text.indexOf(wanted);
  if (at < 0 || text.includes(wanted, at + wanted.length)) throw new Error(`Not exactly one ${wanted} in a signature template.`);
  return text.slice(0, at) + replacement + text.slice(at + wanted.length);
}

/** X509SubjectName (RFC 4514) and X509Certificate of the signer, as CV 2088 II.1.6 demands; `chain` after it where there is one. */
export function x509Data(certificate: Uint8Array, chain: readonly Uint8Array[] = []): string {
  const certificates = [certificate, ...chain].map((der) => `<ds:X509Certificate>${Buffer.from(der).toString('base64')}</ds:X509Certificate>`).join('');
  return `<ds:X509Data><ds:X509SubjectName>${escapeXml(subjectName(certificate))}</ds:X509SubjectName>${certificates}</ds:X509Data>`;
}

/** Node writes a name most general part first, one part a line, values escaped as in RFC 4514; the standard's order is the other way round. */
function subjectName(certificate: Uint8Array): string {
  return new X509Certificate(certificate).subject.split('\n').toReversed().join(',').normalize('NFC');
}

/** SignatureProperties/SignatureProperty/SigningTime (CV 2088 II.1.6). `propertyId`: the Id that a reference names; null where it names the whole ds:Object. */
export function signingTimeProperty(propertyId: string | null, signatureId: string, signingTime: string): string {
  return (
    `<ds:SignatureProperties><ds:SignatureProperty${idAttribute(propertyId ?? undefined)} Target="#${escapeXml(signatureId)}">` +
    `<SigningTime>${escapeXml(signingTime)}</SigningTime></ds:SignatureProperty></ds:SignatureProperties>`
  );
}

function idAttribute(id: string | undefined): string {
  return id === undefined ? '' : ` Id="${escapeXml(id)}"`;
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
