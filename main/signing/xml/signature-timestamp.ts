import { createHash } from 'node:crypto';
import { XmlElement, XmlText } from 'libxml2-wasm';
import { OfficeError } from '#core/contract/errors.ts';
import { escapeXml, dsigNamespace } from './signature-template.ts';
import { canonicalizationUri, readXml, type ReadDocument } from './xml-canonical.ts';

/**
 * What an RFC 3161 timestamp over each signature of a document is over: its ds:SignatureValue, exclusive canonical form (EN 319 132-1, 5.3), in the order
 * of the document. Throws OfficeError records.schema for what is not XML.
 */
export function stampedValues(document: Uint8Array): readonly Uint8Array[] {
  return readXml(document, (read) => {
    const forms = signatureValues(read).map((value) => ({ value, alone: formAlone(value) }));
    // A canonical form of a part looks at the whole document: a list has thousands of signatures, and a hostile file as many odd ones.
    return forms.filter(({ alone }) => alone === null).length > mostOdd ? [] : forms.map(({ value, alone }) => alone ?? read.canonical(value, 'exclusive'));
  });
}

const mostOdd = 10;

/** The same form of an element that holds nothing but base64, as signing programs write it; null for others. */
function formAlone(value: XmlElement): Uint8Array | null {
  const { firstChild: text, namespacePrefix: prefix } = value;
  if (value.attrs.length > 0 || !(text instanceof XmlText) || text.next !== null || !/^[A-Za-z0-9+/= \t\n]*$/.test(text.content)) return null;
  const name = prefix === '' ? 'SignatureValue' : `${prefix}:SignatureValue`;
  return Buffer.from(`<${name} xmlns${prefix === '' ? '' : `:${prefix}`}="${dsigNamespace}">${text.content}</${name}>`, 'utf8');
}

/** The SHA-256 of one of them, hexadecimal: how a kept timestamp finds its signature. */
export function imprintOf(stamped: Uint8Array): string {
  return createHash('sha256').update(stamped).digest('hex');
}

/**
 * META-INF/signatures*.xml with a SignatureTimeStamp (XAdES-T) in the one signature that has QualifyingProperties and none yet. Only bytes are
 * put in, none is changed: what was signed stays. `token`: TimeStampToken, DER, over `stampedValues`; `lists` and `responses`: revocation lists and OCSP responses (DER)
 * that go with it, so that the file proves itself elsewhere. Throws OfficeError records.schema where the place is not found.
 */
export function addSignatureTimeStamp(
  signatures: Uint8Array,
  { token, lists = [], responses = [] }: { readonly token: Uint8Array; readonly lists?: readonly Uint8Array[]; readonly responses?: readonly Uint8Array[] },
): Uint8Array {
  const text = Buffer.from(signatures).toString('utf8');
  const end = '</xades:SignedProperties></xades:QualifyingProperties>';
  const at = text.indexOf(end);
  if (at < 0 || text.includes(end, at + 1) || text.includes('<xades:UnsignedProperties')) throw new OfficeError('records.schema', { detail: 'QualifyingProperties' });
  const place = at + '</xades:SignedProperties>'.length;
  const id = readXml(signatures, (read) => signatureValues(read)[0]?.parent?.attr('Id')?.value ?? '');
  const properties =
    `<xades:UnsignedProperties><xades:UnsignedSignatureProperties><xades:SignatureTimeStamp Id="${escapeXml(id)}-TimeStamp"><ds:CanonicalizationMethod Algorithm="${canonicalizationUri('exclusive')}"/>` +
    `<xades:EncapsulatedTimeStamp>${base64(token)}</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>${revocationValues(lists, responses)}</xades:UnsignedSignatureProperties></xades:UnsignedProperties>`;
  return new Uint8Array(Buffer.from(text.slice(0, place) + properties + text.slice(place), 'utf8'));
}

function revocationValues(lists: readonly Uint8Array[], responses: readonly Uint8Array[]): string {
  if (lists.length + responses.length === 0) return '';
  const values = (kind: 'CRL' | 'OCSP', ders: readonly Uint8Array[]) => (ders.length === 0 ? '' : `<xades:${kind}Values>${ders.map((der) => `<xades:Encapsulated${kind}Value>${base64(der)}</xades:Encapsulated${kind}Value>`).join('')}</xades:${kind}Values>`);
  return `<xades:RevocationValues>${values('CRL', lists)}${values('OCSP', responses)}</xades:RevocationValues>`;
}

function signatureValues({ root }: ReadDocument): readonly XmlElement[] {
  return root.find("//*[local-name()='SignatureValue']").filter((node): node is XmlElement => node instanceof XmlElement && node.namespaceUri === dsigNamespace);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
