import type { OfficeError } from '#core/contract/errors.ts';
import { renderGroup, type DocumentFormat, type RenderedGroup, type RenderedNode } from '#core/records/record-format.ts';

/** The error for a value that is missing though it is required, too long, or cannot stand in XML; `field`: its tag. */
type Refusal = (field: string) => OfficeError;

/** A document of a format before any signature, in the one plain way (see record-writer.ts). Throws what `refusal` makes of the first value that does not fit. */
export function documentBytes<Source>(format: Pick<DocumentFormat<Source>, 'root' | 'content'>, source: Source, refusal: Refusal): Uint8Array {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<${format.root}>${groupText(renderGroup(format.content, source), refusal)}</${format.root}>\n`;
  return new Uint8Array(Buffer.from(text, 'utf8'));
}

function groupText(group: RenderedGroup, refusal: Refusal): string {
  const id = group.id === null ? '' : ` Id="${escapeText(group.id).replaceAll('"', '&quot;')}"`;
  return `<${group.tag}${id}>${group.fields.map((node) => nodeText(node, refusal)).join('')}</${group.tag}>`;
}

function nodeText(node: RenderedNode, refusal: Refusal): string {
  if ('fields' in node) return groupText(node, refusal);
  if (node.text === null) {
    if (node.required) throw refusal(node.tag);
    return '';
  }
  // Characters, not UTF-16 units: the limits are those of the specification.
  if (Array.from(node.text).length > node.max || notXml.test(node.text)) throw refusal(node.tag);
  return `<${node.tag}>${escapeText(node.text.normalize('NFC'))}</${node.tag}>`;
}

/** What XML 1.0 cannot hold, and a carriage return, which canonical XML would write as a reference. */
const notXml = /(?![\n\t])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u;

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
