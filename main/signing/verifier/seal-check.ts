import type { XmlElement } from 'libxml2-wasm';
import type { Finding, SignatureReport } from '#core/contract/verification.ts';
import type { ReadAnchors } from './certificate-path.ts';
import { isSubjectName, type ReadCertificate } from './certificate.ts';
import { isExactForm } from './exact-form.ts';
import { finding } from './findings.ts';
import { hasExactName, hasUselessCertificates, signatureReport } from './report.ts';
import { canonicalForm, checkAlgorithms, checkSignatureValue, containerAlgorithms, digestMatches, digestName } from './signature-check.ts';
import { elementsOf, readSignature, StructureError, structureFault, valueOf, type ReadReference, type ReadSignature } from './signature-reader.ts';
import { checkSigner } from './signer-check.ts';
import { attributeOf, dsigNamespace, isOnlyWithId, qualifiedName, type OpenXml } from './xml-reader.ts';
import { isInDer } from './timestamp-token.ts';
import { readUnsignedProperties } from './unsigned-properties.ts';
import { boundCertificate, inclusiveUri, readProperties, signedPropertiesType, type Properties } from './xades-properties.ts';

/** Of one file; our own bundles have one seal. */
const mostSignatures = 50;
const asicNamespace = 'http://uri.etsi.org/02918/v1.2.1#';

/** A file that a seal may cover: its digests by name (`sha256`). */
export type SealedFile = { readonly name: string; readonly digests: Readonly<Record<string, Uint8Array>> };

type Against = { readonly anchors: ReadAnchors; readonly at: string };

/** A seal with its certificate, for the checks that need the content of the container. */
export type CheckedSeal = {
  readonly findings: readonly Finding[];
  readonly certificate: ReadCertificate | null;
  readonly report: (more: readonly Finding[]) => SignatureReport;
  /** What no digest protects is written as the program writes it; null where the seal does not hold, which says more. */
  readonly exactForm: boolean | null;
  /** MIME types of files as the seal's signed properties tell them, by name. */
  readonly mimeTypes: ReadonlyMap<string, string>;
};

/** Signatures of one META-INF/signatures*.xml: XAdES over the container's files (EN 319 162-1, EN 319 132-1). Throws StructureError when it is another kind of document. */
export function checkSeals(xml: OpenXml, files: readonly SealedFile[], input: Against): readonly CheckedSeal[] {
  const form = { exact: true };
  const { root } = xml;
  if (qualifiedName(root) !== `{${asicNamespace}}XAdESSignatures`) throw new StructureError(qualifiedName(root), 'unsupported');
  const signatures = elementsOf(root, form);
  // Countersignatures and other nested ones are not followed, so they may not be there.
  const stranger = signatures.find((each) => qualifiedName(each) !== `{${dsigNamespace}}Signature`);
  if (signatures.length === 0 || stranger !== undefined) throw new StructureError(stranger?.name ?? 'Signature');
  if (signatures.length > mostSignatures || xml.dsigElements('Signature').length !== signatures.length) throw new StructureError('Signature', 'unsupported');
  if (xml.dsigElements('Manifest').length > 0) throw new StructureError('Manifest', 'unsupported');
  const exact = form.exact && root.attrs.length === 0 && Object.keys(root.nsDeclarations).length === 1 && isExactForm(xml, '', 1 + 2 * signatures.length);
  return signatures.map((element) => {
    const seal = checkSeal(xml, element, files, input);
    return seal.exactForm === null ? seal : { ...seal, exactForm: seal.exactForm && exact };
  });
}

function checkSeal(xml: OpenXml, element: XmlElement, files: readonly SealedFile[], input: Against): CheckedSeal {
  try {
    const signature = readSignature(element);
    const [object, ...others] = signature.objects;
    if (object === undefined || others.length > 0) throw new StructureError('Object', 'unsupported');
    return checkReadSeal(xml, signature, readProperties(signature, object), files, input);
  } catch (error) {
    if (!(error instanceof StructureError)) throw error;
    return sealOf(null, null, [structureFault(error)], null, []);
  }
}

function checkReadSeal(xml: OpenXml, signature: ReadSignature, properties: Properties, files: readonly SealedFile[], input: Against): CheckedSeal {
  const covers = signature.references.flatMap(({ uri }) => (uri === null || uri.startsWith('#') ? [] : [nameOf(uri) ?? uri]));
  const algorithms = checkAlgorithms(signature, containerAlgorithms);
  const bound = boundCertificate(signature, properties);
  if (algorithms.outcome !== 'established') return sealOf(signature, bound.certificate, [algorithms, checkCoverage(covers, files)], properties.signingTime, covers);
  const findings = [algorithms, ...checkReferences(xml, signature, properties, files), checkCoverage(covers, files), ...bound.findings];
  if (bound.certificate === null) return sealOf(signature, null, findings, properties.signingTime, covers);
  const { certificate } = bound;
  const unsigned = readUnsignedProperties(xml, valueOf(signature.element), properties.unsigned);
  const enclosed = signature.certificates.filter((der) => !der.equals(certificate.der));
  const value = checkSignatureValue(xml, signature, certificate.key);
  const more = [
    value,
    ...(signature.subjectName === null ? [] : [finding('subject-name', isSubjectName(certificate, signature.subjectName) ? 'established' : 'not-established')]),
    ...(properties.additions || unsigned.others ? [finding('timestamp-not-checked', 'not-established')] : []),
    ...checkSigner(certificate, enclosed, input.anchors, { signingTime: properties.signingTime, at: input.at, timestamps: unsigned.timestamps, proofs: unsigned.proofs }),
  ];
  const holds = [...findings, value].every(({ outcome }) => outcome === 'established');
  const first = signature.certificates[0];
  const exact = hasExactName(signature, certificate) && signature.exactForm && properties.exactForm && unsigned.timestamps.carried.every(({ token }) => isInDer(token)) && first?.equals(certificate.der) === true && signature.certificates.length === enclosed.length + 1 && !hasUselessCertificates(certificate, enclosed);
  return { ...sealOf(signature, certificate, [...findings, ...more], properties.signingTime, covers), exactForm: holds ? exact : null, mimeTypes: mimeTypesOf(signature, properties) };
}

function sealOf(signature: ReadSignature | null, certificate: ReadCertificate | null, findings: readonly Finding[], signingTime: string | null, covers: readonly string[]): CheckedSeal {
  return { findings, certificate, exactForm: null, mimeTypes: new Map(), report: (more) => signatureReport('bundle', signature, certificate, { findings: [...findings, ...more], signingTime, covers }) };
}

/** The types of DataObjectFormat, each by the file whose reference it names. */
function mimeTypesOf(signature: ReadSignature, { formats }: Properties): ReadonlyMap<string, string> {
  return new Map(
    signature.references.flatMap(({ id, uri }) => {
      const type = id === null ? undefined : formats.get(`#${id}`);
      const name = uri === null ? null : nameOf(uri);
      return type === undefined || name === null ? [] : [[name, type] as const];
    }),
  );
}

/** One reference to this signature's own signed properties, all others to files by their bytes. */
function checkReferences(xml: OpenXml, signature: ReadSignature, properties: Properties, files: readonly SealedFile[]): readonly Finding[] {
  const own = signature.references.filter(({ type }) => type === signedPropertiesType);
  const [reference] = own;
  const id = attributeOf(properties.signedProperties, 'Id') ?? '';
  if (reference === undefined || own.length > 1 || reference.uri !== `#${id}` || !isOnlyWithId(xml, id, properties.signedProperties)) return [finding('references', 'failed', { detail: 'SignedProperties' })];
  const transform = reference.transforms.length === 0 ? inclusiveUri : reference.transforms.length === 1 && !reference.parameters ? (reference.transforms[0] ?? '') : '';
  const form = canonicalForm(transform, containerAlgorithms);
  if (form === null) return [finding('references', 'not-established', { detail: reference.transforms.join(' ').slice(0, 120) })];
  const findings: Finding[] = digestMatches(reference, xml.canonical(properties.signedProperties, form)) ? [] : [finding('integrity', 'failed', { uri: reference.uri })];
  const byName = new Map(files.map((file) => [file.name, file]));
  for (const each of signature.references) {
    if (each !== reference) findings.push(...checkFileReference(each, byName));
  }
  if (findings.length > 0) return findings;
  return [finding('references', 'established', { covers: `${signature.references.length - 1}` }), finding('integrity', 'established')];
}

function checkFileReference(reference: ReadReference, files: ReadonlyMap<string, SealedFile>): readonly Finding[] {
  const { uri } = reference;
  if (uri === null || uri === '' || uri.startsWith('#') || reference.transforms.length > 0) return [finding('references', 'not-established', { detail: (uri ?? 'URI').slice(0, 120) })];
  const name = nameOf(uri);
  const file = name === null ? undefined : files.get(name);
  if (file === undefined) return [finding('container-coverage', 'failed', { file: uri.slice(0, 120) })];
  const digest = file.digests[digestName(reference.digestMethod) ?? ''];
  return digest !== undefined && reference.digest.equals(digest) ? [] : [finding('integrity', 'failed', { uri: uri.slice(0, 120) })];
}

/** Every file of the container must be covered, and nothing is covered that is not there. */
function checkCoverage(covers: readonly string[], files: readonly SealedFile[]): Finding {
  const covered = new Set(covers);
  const bare = files.find(({ name }) => !covered.has(name));
  const there = new Set(files.map(({ name }) => name));
  const gone = covers.find((name) => !there.has(name));
  const wrong = bare?.name ?? gone ?? (files.length === 0 ? '(không có tệp nào)' : undefined);
  return wrong === undefined ? finding('container-coverage', 'established', { count: files.length }) : finding('container-coverage', 'failed', { file: wrong.slice(0, 120) });
}

/** A relative URI as a file name; null when it is badly escaped. */
function nameOf(uri: string): string | null {
  try {
    return decodeURIComponent(uri.replace(/^\.\//, ''));
  } catch {
    return null;
  }
}
