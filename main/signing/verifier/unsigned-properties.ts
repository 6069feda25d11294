import type { XmlElement } from 'libxml2-wasm';
import type { RevocationProofs } from './revocation.ts';
import { canonicalForm, containerAlgorithms } from './signature-check.ts';
import { elementsOf, onlyAttributes, StructureError, textOf } from './signature-reader.ts';
import type { SignatureTimestamps } from './signature-timestamps.ts';
import { attributeOf, childrenOf, dsigNamespace, qualifiedName, type OpenXml } from './xml-reader.ts';

const xades = (name: string) => `{http://uri.etsi.org/01903/v1.3.2#}${name}`;
const inclusiveUri = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';

/** Unsigned properties of a XAdES signature that are understood. `others`: there are more (archive timestamps, countersignatures, …), or some that are written otherwise. */
export type UnsignedProperties = { readonly timestamps: SignatureTimestamps; readonly proofs: RevocationProofs; readonly others: boolean };

/**
 * Reads SignatureTimeStamp and RevocationValues (EN 319 132-1, 5.3 and 5.4). `value`: the signature's ds:SignatureValue, which timestamps are over. Nothing protects these
 * elements but what they hold, so they are read strictly; whatever else is there counts as `others`.
 */
export function readUnsignedProperties(xml: OpenXml, value: XmlElement, unsigned: XmlElement | null): UnsignedProperties {
  const stamped = () => xml.canonical(value, 'exclusive');
  const carried: { token: Uint8Array; stamped: Uint8Array }[] = [];
  const crls: Uint8Array[] = [];
  const ocsps: Uint8Array[] = [];
  let others = false;
  try {
    for (const group of unsigned === null ? [] : plainElements(unsigned, [])) {
      if (qualifiedName(group) !== xades('UnsignedSignatureProperties')) throw new StructureError(group.name);
      for (const property of plainElements(group, ['Id'])) {
        if (qualifiedName(property) === xades('SignatureTimeStamp')) carried.push(...readTimestamp(xml, value, property));
        else if (qualifiedName(property) === xades('RevocationValues')) readRevocationValues(property, crls, ocsps);
        else others = true;
      }
    }
  } catch (error) {
    // Other programs write these in ways of their own; what is not understood proves nothing, and is said to be there.
    if (!(error instanceof StructureError)) throw error;
    others = true;
  }
  return { timestamps: { stamped, carried }, proofs: { crls, ocsps }, others };
}

function readTimestamp(xml: OpenXml, value: XmlElement, property: XmlElement): SignatureTimestamps['carried'] {
  const parts = plainElements(property, ['Id']);
  const method = parts.find((each) => qualifiedName(each) === `{${dsigNamespace}}CanonicalizationMethod`);
  const tokens = parts.filter((each) => each !== method);
  // Without a name it is the canonical form of 2001 (EN 319 132-1, 4.5).
  const form = canonicalForm(method === undefined ? inclusiveUri : (attributeOf(method, 'Algorithm') ?? ''), containerAlgorithms);
  if (form === null || (method !== undefined && (childrenOf(method).elements.length > 0 || textOf(method) !== '')) || tokens.length === 0 || (method !== undefined && parts[0] !== method)) throw new StructureError('SignatureTimeStamp');
  if (method !== undefined) onlyAttributes(method, ['Algorithm']);
  return tokens.map((each) => ({ token: encapsulated(each, 'EncapsulatedTimeStamp'), stamped: xml.canonical(value, form) }));
}

function readRevocationValues(property: XmlElement, crls: Uint8Array[], ocsps: Uint8Array[]): void {
  for (const group of plainElements(property, ['Id'])) {
    const kind = qualifiedName(group) === xades('CRLValues') ? 'CRL' : qualifiedName(group) === xades('OCSPValues') ? 'OCSP' : null;
    if (kind === null) throw new StructureError(group.name);
    for (const each of plainElements(group, [])) (kind === 'CRL' ? crls : ocsps).push(encapsulated(each, `Encapsulated${kind}Value`));
  }
}

/** Base64 of DER, written strictly. */
function encapsulated(element: XmlElement, name: string): Uint8Array {
  if (qualifiedName(element) !== xades(name)) throw new StructureError(element.name);
  onlyAttributes(element, ['Id']);
  const text = textOf(element);
  const compact = text.replaceAll(/[ \t\r\n]/g, '');
  const bytes = Buffer.from(compact, 'base64');
  const lines = [60, 64, 76].some((width) => text.replace(/^\n/, '').replace(/\n$/, '') === (compact.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n'));
  if (bytes.length === 0 || bytes.toString('base64') !== compact || !(compact === text || lines)) throw new StructureError(element.name);
  return new Uint8Array(bytes);
}

/** Child elements with nothing but the usual blanks between them. */
function plainElements(element: XmlElement, attributes: readonly string[]): readonly XmlElement[] {
  onlyAttributes(element, attributes);
  const elements = elementsOf(element, { exact: true });
  if (!childrenOf(element).texts.every((text) => /^(\n *)?$/.test(text))) throw new StructureError(element.name);
  return elements;
}
