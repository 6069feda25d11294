import type { XmlElement } from 'libxml2-wasm';
import { attributeOf, childrenOf, dsigNamespace, plainText, qualifiedName } from './xml-reader.ts';

export type ReadReference = {
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

/** Thrown and caught within the verifier: the place where the structure is wrong. */
export class StructureError extends Error {
  readonly where: string;

  constructor(where: string) {
    super(where);
    this.name = 'StructureError';
    this.where = where;
  }
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
  if (keyInfo.attrs.length > 0) form.exact = false;
  return {
    element,
    id: attributeOf(element, 'Id'),
    signedInfo,
    ...readSignedInfo(signedInfo),
    value: base64(value, form),
    ...readKeyInfo(keyInfo, form),
    objects,
    exactForm: form.exact,
  };
}

type Form = { exact: boolean };

function readSignedInfo(signedInfo: XmlElement): Pick<ReadSignature, 'canonicalization' | 'method' | 'references'> {
  // What stands in SignedInfo is signed, blanks and all.
  const [canonicalization, method, ...references] = elementsOf(signedInfo, { exact: true });
  expectName(canonicalization, ds('CanonicalizationMethod'), signedInfo);
  expectName(method, ds('SignatureMethod'), signedInfo);
  if (childrenOf(canonicalization).elements.length > 0 || childrenOf(method).elements.length > 0) throw new StructureError('SignedInfo');
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
    uri: attributeOf(reference, 'URI'),
    type: attributeOf(reference, 'Type'),
    transforms: steps.map((step) => attributeOf(step, 'Algorithm') ?? ''),
    parameters: steps.some((step) => childrenOf(step).elements.length > 0 || childrenOf(step).texts.join('').trim() !== ''),
    digestMethod: attributeOf(method, 'Algorithm') ?? '',
    digest: base64(digest, { exact: true }),
  };
}

/** The certificates of KeyInfo and, at most once, the subject's name. A bare KeyValue beside them is never used as the key. */
function readKeyInfo(keyInfo: XmlElement, form: Form): Pick<ReadSignature, 'certificates' | 'subjectName'> {
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
  return { certificates: certificates.map((each) => base64(each, form)), subjectName: names[0] === undefined ? null : textOf(names[0]) };
}

/** Child elements. Text that is not blank, CDATA, comments and instructions have no place between them. */
export function elementsOf(element: XmlElement, form: Form): readonly XmlElement[] {
  const { elements, texts, foreign } = childrenOf(element);
  if (foreign || texts.some((text) => !/^[ \t\r\n]*$/.test(text))) throw new StructureError(element.name);
  if (!texts.every(isUsualBlank)) form.exact = false;
  return elements;
}

/** A line break with or without indentation: what writers put between elements. */
export function isUsualBlank(text: string): boolean {
  return /^(\n *)?$/.test(text);
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

/** Strict base64: no foreign letters, no loose bits at the end. Lines of equal length are the usual ways of breaking it. */
function base64(element: XmlElement, form: Form): Buffer {
  const text = textOf(element);
  const compact = text.replaceAll(/[ \t\r\n]/g, '');
  const bytes = Buffer.from(compact, 'base64');
  if (bytes.length === 0 || bytes.toString('base64') !== compact) throw new StructureError(element.name);
  if (!isUsuallyBroken(text, compact)) form.exact = false;
  return bytes;
}

function isUsuallyBroken(text: string, compact: string): boolean {
  const body = text.replace(/^\n/, '').replace(/\n$/, '');
  return body === compact || [60, 64, 76].some((width) => body === (compact.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n'));
}
