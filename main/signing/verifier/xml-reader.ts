import { XmlAttribute, XmlC14NMode, XmlDocument, XmlElement, XmlText, type XmlOutputBufferHandler, type XmlTreeNode } from 'libxml2-wasm';

export type CanonicalForm = 'exclusive' | 'inclusive' | 'inclusive-1.1';

export type XmlRefusal = 'doctype' | 'encoding' | 'syntax' | 'crowded';

/** A hostile document, parsed. Only read; the parser's memory is freed when reading ends, so no element may leave. */
export type OpenXml = {
  readonly document: XmlDocument;
  readonly root: XmlElement;
  /** The decoded bytes. */
  readonly text: string;
  /** All elements that carry this id in any attribute that some program could take for an id: Id, ID, id, xml:id. */
  withId(id: string): readonly XmlElement[];
  /** All elements of the XML Signature namespace with this name, wherever they stand. */
  dsigElements(name: string): readonly XmlElement[];
  /** Canonical bytes of an element where it stands, without comments. */
  canonical(element: XmlElement, form: CanonicalForm): Uint8Array;
  /** Canonical text of the whole document, without comments. */
  canonicalText(): string;
  /** Instructions or comments stand beside the root. */
  readonly besideRoot: boolean;
};

export const dsigNamespace = 'http://www.w3.org/2000/09/xmldsig#';

const modes = {
  exclusive: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0,
  inclusive: XmlC14NMode.XML_C14N_1_0,
  'inclusive-1.1': XmlC14NMode.XML_C14N_1_1,
} as const satisfies Record<CanonicalForm, unknown>;

/** Our files are nested a dozen deep, and signatures of all makes some twenty: for each node of a canonical form somebody climbs to the root. What that costs, by depth; what is deeper is refused. */
const depths: readonly (readonly [deepest: number, cost: number])[] = [
  [12, 1],
  [24, 2],
  [64, 6],
];

/**
 * Nodes looked at for canonical forms of parts, in one document: each form of a part looks at all. A list of two thousand records needs three million, a record with sixty signatures one;
 * what needs more is made to keep this PC busy.
 */
const mostVisits = 6_000_000;

/** Thrown and caught here: a document that is not worth the work, or that has no canonical form (namespaces with relative names). */
class RefusalError extends Error {
  readonly refusal: XmlRefusal;

  constructor(refusal: XmlRefusal, options?: ErrorOptions) {
    super(refusal, options);
    this.refusal = refusal;
  }
}

/** A list of two thousand records has a million; what has more would only eat memory (a node takes a hundred bytes and more). */
const mostTags = 2_000_000;
const mostAttributes = 500_000;

/**
 * Parses bytes of unknown origin. A DOCTYPE or ENTITY is refused before any parser sees it (wherever the letters stand: a record has no use for
 * them even in a comment), as is anything but UTF-8, and what has too many tags. Whatever the parser refuses is `syntax`.
 */
export function readXml<Value>(bytes: Uint8Array, read: (xml: OpenXml) => Value): Value | XmlRefusal {
  const marks = marksIn(bytes);
  if (marks.tags > mostTags || marks.attributes > mostAttributes) return 'crowded';
  const text = decoded(bytes);
  // Letters of two or four bytes look like UTF-8 with NULs; a parser guesses, and would read what was not looked at here.
  if (text === null || text.includes('\0')) return 'encoding';
  if (/<!\s*(DOCTYPE|ENTITY)/i.test(text)) return 'doctype';
  if (/^\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["'])/i.test(text)) return 'encoding';
  const document = parsed(bytes);
  if (document === null) return 'syntax';
  try {
    if (document.dtd !== null) return 'doctype';
    const depth = depths.find(([deepest]) => document.find('/*'.repeat(deepest + 1)).length === 0);
    if (depth === undefined) return 'crowded';
    // Each element has two tags.
    return read(open(document, text, (marks.tags / 2 + marks.attributes) * depth[1]));
  } catch (error) {
    if (error instanceof RefusalError) return error.refusal;
    throw error;
  } finally {
    document.dispose();
  }
}

/** How many tags and attributes there are at most. */
function marksIn(bytes: Uint8Array): { readonly tags: number; readonly attributes: number } {
  let tags = 0;
  let attributes = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === 0x3c) tags += 1;
    else if (byte === 0x3d && (bytes[at + 1] === 0x22 || bytes[at + 1] === 0x27)) attributes += 1;
  }
  return { tags, attributes };
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function parsed(bytes: Uint8Array): XmlDocument | null {
  try {
    return XmlDocument.fromBuffer(bytes);
  } catch {
    return null;
  }
}

/** `cost`: of a canonical form of a part. */
function open(document: XmlDocument, text: string, cost: number): OpenXml {
  // Made with the first question: somebody may have taken a signature out before.
  let ids: ReadonlyMap<string, readonly XmlElement[]> | null = null;
  let visits = 0;
  return {
    document,
    root: document.root,
    text,
    withId: (id) => (ids ??= idsIn(document)).get(id) ?? [],
    dsigElements: (name) => document.find(`//ds:${name}`, { ds: dsigNamespace }).filter((node): node is XmlElement => node instanceof XmlElement),
    canonical(element, form) {
      visits += cost;
      if (visits > mostVisits) throw new RefusalError('crowded');
      return collected((handler) => document.canonicalize(handler, { mode: modes[form], withComments: false, nodeSet: new Set([element]) }));
    },
    canonicalText: () => Buffer.from(canonicalDocument(document, 'inclusive')).toString('utf8'),
    besideRoot: document.find('/processing-instruction() | /comment()').length > 0,
  };
}

/** Elements by their ids. Compared as they stand and never put into an expression: an id must not be able to change the question. */
function idsIn(document: XmlDocument): ReadonlyMap<string, readonly XmlElement[]> {
  const found = new Map<string, XmlElement[]>();
  for (const node of document.find("//@*[translate(local-name(), 'ID', 'id') = 'id']")) {
    const owner = node instanceof XmlAttribute ? node.parent : null;
    if (!(node instanceof XmlAttribute) || owner === null) continue;
    const before = found.get(node.value);
    if (before === undefined) found.set(node.value, [owner]);
    else before.push(owner);
  }
  return found;
}

/** The canonical bytes of the whole document; comments and instructions outside the root must have been refused before (`besideRoot`). */
export function canonicalDocument(document: XmlDocument, form: CanonicalForm): Uint8Array {
  return collected((handler) => document.canonicalize(handler, { mode: modes[form], withComments: false }));
}

function collected(write: (handler: XmlOutputBufferHandler) => void): Uint8Array {
  const chunks: Uint8Array[] = [];
  try {
    write({ write: (chunk: Uint8Array) => chunks.push(new Uint8Array(chunk)) && chunk.byteLength, close: () => true });
  } catch (error) {
    throw new RefusalError('syntax', { cause: error });
  }
  return Buffer.concat(chunks);
}

/** The children of an element: its elements, and the text between them; comments, CDATA and instructions are `foreign`. */
export type Children = { readonly elements: readonly XmlElement[]; readonly texts: readonly string[]; readonly foreign: boolean };

export function childrenOf(element: XmlElement): Children {
  const elements: XmlElement[] = [];
  const texts: string[] = [];
  let foreign = false;
  for (let node: XmlTreeNode | null = element.firstChild; node !== null; node = node.next) {
    if (node instanceof XmlElement) elements.push(node);
    else if (node instanceof XmlText) texts.push(node.content);
    else foreign = true;
  }
  return { elements, texts, foreign };
}

/** `{namespace}name`, or the bare name of an element without a namespace. */
export function qualifiedName(element: XmlElement): string {
  return element.namespaceUri === '' ? element.name : `{${element.namespaceUri}}${element.name}`;
}

/** The plain text of an element that holds nothing but one text; null where there is anything else. */
export function plainText(element: XmlElement): string | null {
  const { elements, texts, foreign } = childrenOf(element);
  return elements.length > 0 || foreign || texts.length > 1 ? null : (texts[0] ?? '');
}

/** An attribute without a prefix; null where there is none. */
export function attributeOf(element: XmlElement, name: string): string | null {
  const attribute = element.attrs.find((each) => each.name === name && each.namespaceUri === '');
  return attribute === undefined ? null : attribute.value;
}

/** The only element that carries the id, and whether it is this very one. */
export function isOnlyWithId(xml: OpenXml, id: string, element: XmlElement): boolean {
  const [only, ...others] = xml.withId(id);
  return only !== undefined && others.length === 0 && only.isSameNode(element);
}
