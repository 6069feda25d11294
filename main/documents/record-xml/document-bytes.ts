import { OfficeError } from '#core/contract/errors.ts';
import { renderGroup, type DocumentFormat, type RenderedGroup, type RenderedNode } from '#core/records/record-format.ts';

/**
 * A document of a format before any signature, in the one plain way (see record-writer.ts). `about`: whom or what it is about, for the error: OfficeError
 * records.schema {pupil, field} where a required value is missing, too long, or cannot stand in XML.
 */
export function documentBytes<Source>(format: Pick<DocumentFormat<Source>, 'root' | 'content'>, source: Source, about: string): Uint8Array {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<${format.root}>${groupText(renderGroup(format.content, source), about)}</${format.root}>\n`;
  return new Uint8Array(Buffer.from(text, 'utf8'));
}

function groupText(group: RenderedGroup, about: string): string {
  const id = group.id === null ? '' : ` Id="${escapeText(group.id).replaceAll('"', '&quot;')}"`;
  return `<${group.tag}${id}>${group.fields.map((node) => nodeText(node, about)).join('')}</${group.tag}>`;
}

function nodeText(node: RenderedNode, about: string): string {
  if ('fields' in node) return groupText(node, about);
  if (node.text === null) {
    if (node.required) throw new OfficeError('records.schema', { pupil: about, field: node.tag });
    return '';
  }
  // Characters, not UTF-16 units: the limits are those of the specification.
  if (Array.from(node.text).length > node.max || notXml.test(node.text)) throw new OfficeError('records.schema', { pupil: about, field: node.tag });
  return `<${node.tag}>${escapeText(node.text.normalize('NFC'))}</${node.tag}>`;
}

/** What XML 1.0 cannot hold, and a carriage return, which canonical XML would write as a reference. */
const notXml = /(?![\n\t])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u;

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
