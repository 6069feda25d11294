import type { XmlElement } from 'libxml2-wasm';
import type { FileReport, Finding, SignatureReport } from '#core/contract/verification.ts';
import { readCertificate, type ReadCertificate } from './certificate.ts';
import { finding } from './findings.ts';
import { fileReport, refused, signatureReport, type Checked } from './report.ts';
import { canonicalForm, checkAlgorithms, checkSignatureValue, containerAlgorithms, digestMatches, envelopedTransform } from './signature-check.ts';
import { readSignature, StructureError, type ReadReference, type ReadSignature } from './signature-reader.ts';
import { attributeOf, canonicalDocument, childrenOf, isOnlyWithId, qualifiedName, readXml, type CanonicalForm, type OpenXml } from './xml-reader.ts';
import { boundCertificate, inclusiveUri, isQualifying, readProperties, signedPropertiesType, type Properties } from './xades-properties.ts';

/** Trusted lists are the largest signed XML documents that people meet. */
const largestForeign = 32 * 1024 * 1024;
const mostSignatures = 50;
/** Each enveloped signature needs the document parsed anew (bytes). */
const mostWork = 128 * 1024 * 1024;

/**
 * Signed XML that is no record and no list of records: never better than `unsupported`, because nobody here knows what its content means. But
 * whether its signatures hold is said layer by layer where they are of the simple kind (the whole document, enveloped; or ds:Objects inside the
 * signature; canonical forms only), and a broken one is `invalid`. XPath, XSLT, base64, Manifests, outside files, and trust in the signer: not
 * looked at.
 */
export function checkForeignXml(input: Checked): FileReport {
  if (input.bytes.byteLength > largestForeign) return refused(input, 'other', finding('file-kind', 'not-established'));
  const report = readXml(input.bytes, (xml) => checkOpenXml(xml, input));
  // Nothing was promised about the form of foreign files.
  return typeof report === 'string' ? refused(input, 'other', finding('file-kind', 'not-established')) : report;
}

function checkOpenXml(xml: OpenXml, input: Checked): FileReport {
  const signatures = xml.dsigElements('Signature');
  if (signatures.length === 0) return refused(input, 'other', finding('signature-present', 'not-established'));
  const profile = finding('profile', 'not-established', { detail: qualifiedName(xml.root).slice(0, 80) });
  // Countersignatures and crowds of signatures are not followed.
  const nested = signatures.some((each) => isInside(each, signatures));
  if (nested || signatures.length > mostSignatures || signatures.length * input.bytes.byteLength > mostWork) return fileReport(input, 'other', { findings: [finding('xml-form', 'established'), profile] });
  return fileReport(input, 'other', { findings: [finding('xml-form', 'established'), profile], signatures: signatures.map((element, index) => checkSignature(xml, element, index, input)) });
}

function isInside(element: XmlElement, others: readonly XmlElement[]): boolean {
  for (let above = element.parent; above !== null; above = above.parent) {
    const here = above;
    if (others.some((each) => each.isSameNode(here))) return true;
  }
  return false;
}

function checkSignature(xml: OpenXml, element: XmlElement, index: number, input: Checked): SignatureReport {
  try {
    const signature = readSignature(element);
    const qualified = signature.objects.find(isQualifying);
    return checkReadSignature(xml, signature, qualified === undefined ? null : readProperties(signature, qualified), index, input);
  } catch (error) {
    if (!(error instanceof StructureError)) throw error;
    return signatureReport('unknown', null, null, { findings: [finding('profile', 'not-established', { detail: error.where.slice(0, 80) })] });
  }
}

function checkReadSignature(xml: OpenXml, signature: ReadSignature, properties: Properties | null, index: number, input: Checked): SignatureReport {
  const algorithms = checkAlgorithms(signature, containerAlgorithms);
  const covers = signature.references.map(({ uri }) => uri ?? '');
  const signingTime = properties?.signingTime ?? null;
  const report = (certificate: ReadCertificate | null, findings: readonly Finding[]) => signatureReport('unknown', signature, certificate, { findings, signingTime, covers });
  if (algorithms.outcome !== 'established') return report(null, [algorithms]);
  const bound = properties === null ? unbound(xml, signature) : boundCertificate(signature, properties);
  const findings = [algorithms, ...signature.references.flatMap((each) => checkReference(xml, signature, properties, each, index, input)), checkCoverage(xml, signature, properties), ...bound.findings];
  const intact = findings.some(({ code }) => code === 'integrity') ? [] : [finding('integrity', 'established')];
  if (bound.certificate === null) return report(null, findings);
  return report(bound.certificate, [...findings, ...intact, checkSignatureValue(xml, signature, bound.certificate.key)]);
}

/** Without XAdES nothing ties the certificate to the signature but that its key fits. */
function unbound(xml: OpenXml, signature: ReadSignature): ReturnType<typeof boundCertificate> {
  const read = signature.certificates.slice(0, 10).flatMap((der) => readCertificate(der) ?? []);
  const fitting = read.find(({ key }) => checkSignatureValue(xml, signature, key).outcome === 'established');
  return { certificate: fitting ?? read[0] ?? null, findings: [finding('certificate-binding', 'not-established')] };
}

/** Nothing where the digest holds. */
function checkReference(xml: OpenXml, signature: ReadSignature, properties: Properties | null, reference: ReadReference, index: number, input: Checked): readonly Finding[] {
  const unknown = (detail: string) => [finding('references', 'not-established', { detail: detail.slice(0, 120) })];
  const { uri, type } = reference;
  if (uri === null || (uri !== '' && !/^#[^()]+$/.test(uri)) || type?.endsWith('#Manifest') === true) return unknown(type ?? uri ?? 'URI');
  const enveloped = reference.transforms[0] === envelopedTransform;
  const [transform = inclusiveUri, ...others] = enveloped ? reference.transforms.slice(1) : reference.transforms;
  const form = canonicalForm(transform, containerAlgorithms);
  if (form === null || others.length > 0 || reference.parameters) return unknown(reference.transforms.join(' '));
  const target = uri === '' ? xml.root : onlyTarget(xml, uri.slice(1));
  if (target === null) return [finding('ids-unique', 'failed', { id: uri.slice(1, 81) })];
  if (target === undefined) return unknown(uri);
  if (type === signedPropertiesType && (properties === null || !target.isSameNode(properties.signedProperties))) return [finding('references', 'failed', { detail: 'SignedProperties' })];
  if (enveloped && !isInside(signature.element, [target])) return unknown(uri);
  const bytes = enveloped ? withoutSignature(input.bytes, index, uri, form) : uri === '' ? canonicalDocument(xml.document, form) : xml.canonical(target, form);
  return digestMatches(reference, bytes) ? [] : [finding('integrity', 'failed', { uri: uri.slice(0, 120) })];
}

/** The element with the id; undefined where there is none, null where there are several. */
function onlyTarget(xml: OpenXml, id: string): XmlElement | null | undefined {
  const [only, ...others] = xml.withId(id);
  return others.length > 0 ? null : only;
}

/** What the enveloped transform leaves of the target: parsed anew, this signature taken out. */
function withoutSignature(bytes: Uint8Array, index: number, uri: string, form: CanonicalForm): Uint8Array {
  const canonical = readXml(bytes, (xml) => {
    xml.dsigElements('Signature')[index]?.remove();
    const target = uri === '' ? null : onlyTarget(xml, uri.slice(1));
    return uri === '' ? canonicalDocument(xml.document, form) : target === null || target === undefined ? new Uint8Array() : xml.canonical(target, form);
  });
  return typeof canonical === 'string' ? new Uint8Array() : canonical;
}

/**
 * Whether the signature is over everything that a reader is shown: the root with all in it, or, where the signature itself is the root, every
 * ds:Object but the one with its own properties. Its own signed properties must be among what it signs.
 */
function checkCoverage(xml: OpenXml, signature: ReadSignature, properties: Properties | null): Finding {
  const named = (element: XmlElement) => {
    const id = attributeOf(element, 'Id') ?? attributeOf(element, 'ID') ?? attributeOf(element, 'id');
    return id !== null && isOnlyWithId(xml, id, element) && signature.references.some(({ uri }) => uri === `#${id}`);
  };
  if (properties !== null && !signature.references.some(({ type, uri }) => type === signedPropertiesType && uri === `#${attributeOf(properties.signedProperties, 'Id') ?? ''}`)) {
    return finding('references', 'failed', { detail: 'SignedProperties' });
  }
  const objects = signature.objects.filter((each) => !isQualifying(each));
  const whole = signature.element.isSameNode(xml.root)
    ? objects.length > 0 && objects.every((each) => named(each) || childrenOf(each).elements.every(named))
    : signature.references.some(({ uri }) => uri === '') || named(xml.root);
  return whole ? finding('references', 'established', { covers: `${signature.references.length}` }) : finding('references', 'not-established', { detail: signature.references.map(({ uri }) => uri ?? '').join(' ').slice(0, 120) });
}
