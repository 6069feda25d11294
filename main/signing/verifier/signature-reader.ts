import type { XmlElement } from 'libxml2-wasm';
import type { Finding } from '#core/contract/verification.ts';
import { finding } from './findings.ts';
import { attributeOf, childrenOf, dsigNamespace, plainText, qualifiedName } from './xml-reader.ts';

export type ReadReference = {
  readonly id: string | null;
  readonly uri: string | null;
  readonly type: string | null;
  /** Algorithm URIs in document order. */
  readonly transforms: readonly string[];
  /** A transform carries parameters (prefix lists, XPath): no profile of ours has any. */
  readonly parameters: boolean;
  readonly digestMethod: string;
  readonly digest: Buffer;
};

/** A ds:Signature as it stands, its own structure checked, nothing verified. */
export type ReadSignature = {
  readonly element: XmlElement;
  readonly id: string | null;
  readonly signedInfo: XmlElement;
  readonly canonicalization: string;
  readonly method: string;
  readonly references: readonly ReadReference[];
  readonly value: Buffer;
  /** DER, in the order of KeyInfo. */
  readonly certificates: readonly Buffer[];
  readonly subjectName: string | null;
  readonly objects: readonly XmlElement[];
  /** What is not digested (blanks, base64 spelling) is written as signing programs write it. */
  readonly exactForm: boolean;
};

/** Thrown and caught within the verifier: the place where the structure is wrong, or only of a kind that is not supported. */
export class StructureError extends Error {
  readonly where: string;
  readonly fault: 'wrong' | 'unsupported';

  constructor(where: string, fault: StructureError['fault'] = 'wrong') {
    super(where);
    this.name = 'StructureError';
    this.where = where;
    this.fault = fault;
  }
}

/** What a report says of it. `before`: where the fault is, in words of the file. */
export function structureFault({ where, fault }: StructureError, before = ''): Finding {
  const place = `${before}${where}`.slice(0, 120);
  return fault === 'wrong' ? finding('structure', 'failed', { where: place }) : finding('profile', 'not-established', { detail: place });
}

const ds = (name: string) => `{${dsigNamespace}}${name}`;

/** Reads a ds:Signature. Throws StructureError where it departs from the schema of XML Signature or carries what no profile of ours has. */
export function readSignature(element: XmlElement): ReadSignature {
  const form: Form = { exact: true };
  onlyAttributes(element, ['Id']);
  const [signedInfo, value, keyInfo, ...objects] = elementsOf(element, form);
  expectName(signedInfo, ds('SignedInfo'), element);
  expectName(value, ds('SignatureValue'), element);
  expectName(keyInfo, ds('KeyInfo'), element);
  for (const object of objects) expectName(object, ds('Object'), element);
  onlyAttributes(value, ['Id']);
  onlyAttributes(keyInfo, ['Id']);
  // Declarations of further namespaces and further Ids change nothing that is signed.
  if (keyInfo.attrs.length > 0 || value.attrs.length > 0 || Object.keys(element.nsDeclarations).length > 1) form.exact = false;
  if ([signedInfo, value, keyInfo, ...objects].some((part) => Object.keys(part.nsDeclarations).length > 0)) form.exact = false;
  const known = readKeyInfo(keyInfo, form);
  if (!isUsuallyBroken(textOf(value), known.texts)) form.exact = false;
  return {
    element,
    id: attributeOf(element, 'Id'),
    signedInfo,
    ...readSignedInfo(signedInfo),
    value: base64(value),
    certificates: known.certificates,
    subjectName: known.subjectName,
    objects,
    exactForm: form.exact,
  };
}

/** The ds:SignatureValue of a signature that was read: what a timestamp over it is over. */
export function valueOf(signature: XmlElement): XmlElement {
  const value = childrenOf(signature).elements[1];
  expectName(value, ds('SignatureValue'), signature);
  return value;
}

type Form = { exact: boolean };

function readSignedInfo(signedInfo: XmlElement): Pick<ReadSignature, 'canonicalization' | 'method' | 'references'> {
  // What stands in SignedInfo is signed, blanks and all.
  const [canonicalization, method, ...references] = elementsOf(signedInfo, { exact: true });
  expectName(canonicalization, ds('CanonicalizationMethod'), signedInfo);
  expectName(method, ds('SignatureMethod'), signedInfo);
  if (childrenOf(canonicalization).elements.length > 0 || childrenOf(method).elements.length > 0) {
    // Prefix lists, truncated HMACs, parameters of RSA-PSS.
    throw new StructureError('SignedInfo', 'unsupported');
  }
  return { canonicalization: attributeOf(canonicalization, 'Algorithm') ?? '', method: attributeOf(method, 'Algorithm') ?? '', references: references.map(readReference) };
}

function readReference(reference: XmlElement): ReadReference {
  expectName(reference, ds('Reference'), reference);
  const parts = elementsOf(reference, { exact: true });
  const transforms = parts.length === 3 ? parts[0] : undefined;
  if (transforms !== undefined) expectName(transforms, ds('Transforms'), reference);
  const [method, digest] = parts.slice(-2);
  if (parts.length > 3) throw new StructureError('Reference');
  expectName(method, ds('DigestMethod'), reference);
  expectName(digest, ds('DigestValue'), reference);
  const steps = transforms === undefined ? [] : elementsOf(transforms, { exact: true });
  for (const step of steps) expectName(step, ds('Transform'), reference);
  return {
    id: attributeOf(reference, 'Id'),
    uri: attributeOf(reference, 'URI'),
    type: attributeOf(reference, 'Type'),
    transforms: steps.map((step) => attributeOf(step, 'Algorithm') ?? ''),
    parameters: steps.some((step) => childrenOf(step).elements.length > 0 || childrenOf(step).texts.join('').trim() !== ''),
    digestMethod: attributeOf(method, 'Algorithm') ?? '',
    digest: base64(digest),
  };
}

/** The certificates of KeyInfo and, at most once, the subject's name. A bare KeyValue beside them is never used as the key. */
function readKeyInfo(keyInfo: XmlElement, form: Form): Pick<ReadSignature, 'certificates' | 'subjectName'> & { readonly texts: readonly string[] } {
  const ways = elementsOf(keyInfo, form);
  const data = ways.filter((each) => qualifiedName(each) === ds('X509Data'));
  if (ways.length > 1) form.exact = false;
  for (const each of data) onlyAttributes(each, []);
  const parts = data.flatMap((each) => elementsOf(each, form));
  const certificates = parts.filter((each) => qualifiedName(each) === ds('X509Certificate'));
  const names = parts.filter((each) => qualifiedName(each) === ds('X509SubjectName'));
  if (certificates.length === 0 || names.length > 1) throw new StructureError('KeyInfo');
  if (certificates.length + names.length < parts.length) form.exact = false;
  for (const each of [...certificates, ...names]) onlyAttributes(each, []);
  return { texts: certificates.map(textOf), certificates: certificates.map(base64), subjectName: names[0] === undefined ? null : textOf(names[0]) };
}

/** Child elements. Text that is not blank, CDATA, comments and instructions have no place between them; blanks are not as the program writes. */
export function elementsOf(element: XmlElement, form: Form): readonly XmlElement[] {
  const { elements, texts, foreign } = childrenOf(element);
  if (foreign || texts.some((text) => !/^[ \t\r\n]*$/.test(text))) throw new StructureError(element.name);
  if (texts.some((text) => text !== '')) form.exact = false;
  return elements;
}

export function textOf(element: XmlElement): string {
  const text = plainText(element);
  if (text === null) throw new StructureError(element.name);
  return text;
}

export function onlyAttributes(element: XmlElement, names: readonly string[]): void {
  for (const attribute of element.attrs) {
    if (attribute.namespaceUri !== '' || !names.includes(attribute.name)) throw new StructureError(`${element.name}/@${attribute.name}`);
  }
}

function expectName(element: XmlElement | undefined, name: string, parent: XmlElement): asserts element is XmlElement {
  if (element === undefined || qualifiedName(element) !== name) throw new StructureError(parent.name);
}

/** Strict base64: no foreign letters, no loose bits at the end. */
function base64(element: XmlElement): Buffer {
  const text = textOf(element);
  const compact = text.replaceAll(/[ \t\r\n]/g, '');
  const bytes = Buffer.from(compact, 'base64');
  if (bytes.length === 0 || bytes.toString('base64') !== compact) throw new StructureError(element.name);
  return bytes;
}

const unbroken = (compact: string) => compact;
const broken = (width: number) => (compact: string) => (compact.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n');

/** How writers break base64, each in its own way for the signature value and for certificates: not at all, as xmlsec1 does, in lines of 76 letters between line breaks. */
const styles: readonly (readonly [value: (compact: string) => string, certificate: (compact: string) => string])[] = [
  [unbroken, unbroken],
  [broken(64), (compact) => `${broken(64)(compact)}\n`],
  [(compact) => `\n${broken(76)(compact)}\n`, (compact) => `\n${broken(76)(compact)}\n`],
];

/** Whether all base64 of a signature that no digest protects is broken in one of the usual ways. No two of them differ in one byte only. */
function isUsuallyBroken(value: string, certificates: readonly string[]): boolean {
  const compact = (text: string) => text.replaceAll(/[ \t\r\n]/g, '');
  return styles.some(([ofValue, ofCertificate]) => value === ofValue(compact(value)) && certificates.every((text) => text === ofCertificate(compact(text))));
}
