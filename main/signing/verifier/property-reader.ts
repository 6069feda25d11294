import type { XmlElement } from 'libxml2-wasm';
import { elementsOf, onlyAttributes, StructureError, textOf, type ReadSignature } from './signature-reader.ts';
import { attributeOf, dsigNamespace, qualifiedName } from './xml-reader.ts';

/** The signing time of CV 2088 II.1.6: Object/SignatureProperties/SignatureProperty/SigningTime. */
export type SigningTimeProperty = {
  /** The element that the second reference has to name: the property, or the whole ds:Object. */
  readonly property: XmlElement;
  readonly object: XmlElement;
  readonly text: string;
  readonly exactForm: boolean;
};

/** Reads the one ds:Object of a signature. Throws StructureError where it holds anything else (another object, a ds:Manifest, …). */
export function readSigningTime(signature: ReadSignature): SigningTimeProperty {
  const form = { exact: true };
  const [object, ...others] = signature.objects;
  if (object === undefined || others.length > 0) throw new StructureError('Object');
  onlyAttributes(object, ['Id']);
  const properties = onlyChild(object, `{${dsigNamespace}}SignatureProperties`, form);
  onlyAttributes(properties, []);
  const property = onlyChild(properties, `{${dsigNamespace}}SignatureProperty`, form);
  onlyAttributes(property, ['Id', 'Target']);
  // The property says whose it is; without that it could be moved to another signature of the file.
  if (signature.id === null || attributeOf(property, 'Target') !== `#${signature.id}`) throw new StructureError('SignatureProperty/@Target');
  const [time, ...more] = elementsOf(property, form);
  if (time === undefined || more.length > 0 || time.name !== 'SigningTime' || !['', dsigNamespace].includes(time.namespaceUri)) throw new StructureError('SigningTime');
  return { property, object, text: textOf(time), exactForm: form.exact };
}

function onlyChild(parent: XmlElement, name: string, form: { exact: boolean }): XmlElement {
  const [only, ...others] = elementsOf(parent, form);
  if (only === undefined || others.length > 0 || qualifiedName(only) !== name) throw new StructureError(parent.name);
  return only;
}
