import { createHash } from 'node:crypto';
import { XmlC14NMode, XmlDocument, XmlElement } from 'libxml2-wasm';
import { OfficeError } from '#core/contract/errors.ts';
import type { Canonicalization } from '#main/office/ports/signing.ts';

/** A parsed document that is only read: what is signed is its bytes, and they are never written back from here. */
export type ReadDocument = {
  readonly root: XmlElement;
  /** How many elements carry this attribute with this value. */
  count(attribute: string, value: string): number;
  /** The one element whose attribute has this value. Throws OfficeError records.schema when there is none, or more than one. */
  element(attribute: string, value: string): XmlElement;
  /** The SignedInfo of a ds:Signature that stands here without blanks between its parts. */
  signedInfo(signature: XmlElement): XmlElement;
  /** Canonical form of an element where it stands, without comments, UTF-8. */
  canonical(element: XmlElement, canonicalization: Canonicalization): Uint8Array;
};

/** Parses, lets `read` look, and frees the parser's memory, which nobody collects otherwise. Throws OfficeError records.schema for what is not XML or brings a DOCTYPE. */
export function readXml<Value>(bytes: Uint8Array, read: (document: ReadDocument) => Value): Value {
  const document = parse(bytes);
  try {
    return read({
      root: document.root,
      count: (attribute, value) => elementsWith(document, attribute, value).length,
      element: (attribute, value) => onlyElement(document, attribute, value),
      signedInfo: (signature) => {
        if (!(signature.firstChild instanceof XmlElement) || signature.firstChild.name !== 'SignedInfo') throw new OfficeError('records.schema', { id: 'SignedInfo' });
        return signature.firstChild;
      },
      canonical: (element, canonicalization) => canonicalBytes(element, canonicalization),
    });
  } finally {
    document.dispose();
  }
}

function parse(bytes: Uint8Array): XmlDocument {
  let document: XmlDocument;
  try {
    document = XmlDocument.fromBuffer(bytes);
  } catch (error) {
    throw new OfficeError('records.schema', {}, { cause: error });
  }
  if (document.dtd === null) return document;
  document.dispose();
  throw new OfficeError('records.schema', { detail: 'DOCTYPE' });
}

function elementsWith(document: XmlDocument, attribute: string, value: string): readonly XmlElement[] {
  // The value is compared here and not put into the expression: an id must not be able to change the question.
  return document.find(`//*[@${attribute}]`).filter((node): node is XmlElement => node instanceof XmlElement && node.attr(attribute)?.value === value);
}

function onlyElement(document: XmlDocument, attribute: string, value: string): XmlElement {
  const [element, ...others] = elementsWith(document, attribute, value);
  if (element === undefined || others.length > 0) throw new OfficeError('records.schema', { id: value });
  return element;
}

function canonicalBytes(element: XmlElement, canonicalization: Canonicalization): Uint8Array {
  const mode = canonicalization === 'exclusive' ? XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 : XmlC14NMode.XML_C14N_1_0;
  const chunks: Uint8Array[] = [];
  // Bytes, not the library's canonicalizeToString: that decodes chunk by chunk and breaks a letter of several bytes that two chunks share.
  const collect = { write: (chunk: Uint8Array) => chunks.push(new Uint8Array(chunk)) && chunk.byteLength, close: () => true };
  // By the document with a set of one, not by the element: that makes an object of every node of the document.
  element.doc.canonicalize(collect, { mode, withComments: false, nodeSet: new Set([element]) });
  return Buffer.concat(chunks);
}

/** URIs of XML Signature for the two canonical forms (W3C xml-exc-c14n, xml-c14n 1.0). */
export function canonicalizationUri(canonicalization: Canonicalization): string {
  return canonicalization === 'exclusive' ? 'http://www.w3.org/2001/10/xml-exc-c14n#' : 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
}

export function sha256Base64(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}
