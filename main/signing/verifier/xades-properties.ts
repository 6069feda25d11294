import { createHash } from 'node:crypto';
import type { XmlElement } from 'libxml2-wasm';
import type { Finding } from '#core/contract/verification.ts';
import { readCertificate, type ReadCertificate } from './certificate.ts';
import { finding } from './findings.ts';
import { digestName } from './signature-check.ts';
import { elementsOf, StructureError, textOf, type ReadSignature } from './signature-reader.ts';
import { momentOf } from './signer-check.ts';
import { attributeOf, childrenOf, dsigNamespace, qualifiedName } from './xml-reader.ts';

const exclusiveUri = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const xadesNamespace = 'http://uri.etsi.org/01903/v1.3.2#';
export const signedPropertiesType = 'http://uri.etsi.org/01903#SignedProperties';
/** The canonical form of a reference that names none (xmldsig-core1, 4.4.3.2). */
export const inclusiveUri = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';

/** What XAdES puts into the ds:Object of a signature. */
export type Properties = {
  readonly signedProperties: XmlElement;
  readonly signingTime: string | null;
  /** Digests of the signer's certificate; the first is the signer's own. */
  readonly certificateDigests: readonly { readonly method: string; readonly value: string }[];
  /** The UnsignedProperties, where there are any. */
  readonly unsigned: XmlElement | null;
  /** Policies and the like, which are not evaluated. */
  readonly additions: boolean;
  /** MIME types by the `#Id` of a reference. */
  readonly formats: ReadonlyMap<string, string>;
  /** What is not signed around the signed properties is written plainly. */
  readonly exactForm: boolean;
};

const xades = (name: string) => `{${xadesNamespace}}${name}`;

/** Whether a ds:Object holds the signature's properties, of whatever version of XAdES. */
export function isQualifying(object: XmlElement): boolean {
  return childrenOf(object).elements.some(({ name }) => name === 'QualifyingProperties');
}

/**
 * Reads the signature's properties in one of its objects. Throws StructureError where they are not this signature's own, and as unsupported where
 * they are of another version of XAdES.
 */
export function readProperties(signature: ReadSignature, object: XmlElement): Properties {
  const form = { exact: true };
  const [qualifying, ...besides] = elementsOf(object, form);
  if (qualifying === undefined || besides.length > 0 || qualifying.name !== 'QualifyingProperties') throw new StructureError('QualifyingProperties');
  if (qualifying.namespaceUri !== xadesNamespace) throw new StructureError(qualifying.namespaceUri, 'unsupported');
  if (signature.id === null || attributeOf(qualifying, 'Target') !== `#${signature.id}`) throw new StructureError('QualifyingProperties/@Target');
  const [signedProperties, ...unsigned] = elementsOf(qualifying, form);
  if (signedProperties === undefined || qualifiedName(signedProperties) !== xades('SignedProperties') || unsigned.some((each) => qualifiedName(each) !== xades('UnsignedProperties'))) throw new StructureError('SignedProperties');
  const own = childOf(signedProperties, xades('SignedSignatureProperties'));
  const time = own === null ? null : childOf(own, xades('SigningTime'));
  const certificates = own === null ? null : (childOf(own, xades('SigningCertificateV2')) ?? childOf(own, xades('SigningCertificate')));
  return {
    signedProperties,
    signingTime: time === null ? null : momentOf(textOf(time).trim()),
    certificateDigests: certificates === null ? [] : childrenOf(certificates).elements.flatMap(certificateDigest),
    unsigned: unsigned[0] ?? null,
    additions: unsigned.length > 1 || (own !== null && childOf(own, xades('SignaturePolicyIdentifier')) !== null),
    formats: formatsIn(signedProperties),
    exactForm: form.exact && unsigned.length <= 1 && unsigned.every((each) => isExactUnsigned(each, signature.id ?? '')) && object.attrs.length === 0 && qualifying.attrs.length === 1 && Object.keys(qualifying.nsDeclarations).length <= 1 && Object.keys(signedProperties.nsDeclarations).length === 0,
  };
}

/**
 * Whether unsigned properties are written as the program writes them: no blanks anywhere, base64 unbroken, no Ids but that of a timestamp, which
 * follows from the signature's. No digest protects how they are written; what they hold is judged elsewhere.
 */
export function isExactUnsigned(element: XmlElement, signatureId: string): boolean {
  const { elements, texts, foreign } = childrenOf(element);
  if (foreign || Object.keys(element.nsDeclarations).length > 0 || texts.some((text) => /\s/.test(text) || elements.length > 0)) return false;
  const allowed = element.name === 'SignatureTimeStamp' ? `Id=${signatureId}-TimeStamp` : element.name === 'CanonicalizationMethod' ? `Algorithm=${exclusiveUri}` : '';
  return element.attrs.map(({ name, value }) => `${name}=${value}`).join(' ') === allowed && elements.every((each) => isExactUnsigned(each, signatureId));
}

function formatsIn(signedProperties: XmlElement): ReadonlyMap<string, string> {
  const data = childOf(signedProperties, xades('SignedDataObjectProperties'));
  const formats = data === null ? [] : childrenOf(data).elements.filter((each) => qualifiedName(each) === xades('DataObjectFormat'));
  return new Map(
    formats.flatMap((format) => {
      const type = childOf(format, xades('MimeType'));
      return type === null ? [] : [[attributeOf(format, 'ObjectReference') ?? '', textOf(type)] as const];
    }),
  );
}

function certificateDigest(certificate: XmlElement): readonly { readonly method: string; readonly value: string }[] {
  const digest = childOf(certificate, xades('CertDigest'));
  const method = digest === null ? null : childOf(digest, `{${dsigNamespace}}DigestMethod`);
  const value = digest === null ? null : childOf(digest, `{${dsigNamespace}}DigestValue`);
  return method === null || value === null ? [] : [{ method: attributeOf(method, 'Algorithm') ?? '', value: textOf(value).replaceAll(/\s/g, '') }];
}

function childOf(parent: XmlElement, name: string): XmlElement | null {
  const [only, ...others] = childrenOf(parent).elements.filter((each) => qualifiedName(each) === name);
  if (others.length > 0) throw new StructureError(name);
  return only ?? null;
}

/** The signer's certificate is the one whose digest the signer signed, whatever else KeyInfo holds. */
export function boundCertificate(signature: ReadSignature, properties: Properties): { readonly certificate: ReadCertificate | null; readonly findings: readonly Finding[] } {
  const [named] = properties.certificateDigests;
  if (named === undefined) return { certificate: readFirst(signature), findings: [finding('certificate-binding', 'failed')] };
  const sound = digestName(named.method);
  const hash = sound ?? (named.method === `${dsigNamespace}sha1` ? 'sha1' : null);
  const der = hash === null ? undefined : signature.certificates.find((each) => createHash(hash).update(each).digest('base64') === named.value);
  if (der === undefined) return { certificate: readFirst(signature), findings: [finding('certificate-binding', 'failed')] };
  const certificate = readCertificate(der);
  if (certificate === null) return { certificate, findings: [finding('certificate-readable', 'failed')] };
  return { certificate, findings: [finding('certificate-binding', sound === null ? 'not-established' : 'established')] };
}

function readFirst(signature: ReadSignature): ReadCertificate | null {
  const [der] = signature.certificates;
  return der === undefined ? null : readCertificate(der);
}
