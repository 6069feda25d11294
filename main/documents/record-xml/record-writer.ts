import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XmlDocument, XmlValidateError, XsdValidator } from 'libxml2-wasm';
import { OfficeError } from '#core/contract/errors.ts';
import type { RecordData } from '#core/records/record-data.ts';
import { renderGroup, type RenderedGroup, type RenderedNode } from '#core/records/record-format.ts';
import { secondaryFormat } from '#core/records/secondary-format.ts';
import type { RecordWriter } from '#main/office/ports/documents.ts';

/**
 * Writes records in the one plain way: UTF-8 with its declaration, no blanks between elements, no comments, LF. The verifier compares files with that way
 * letter by letter, so nothing here may depend on a serialiser's taste.
 */
export function createRecordWriter({ resourcesFolder }: { readonly resourcesFolder: string }): RecordWriter {
  let schema: XsdValidator | null = null;
  const validator = (): XsdValidator => (schema ??= loadSchema(join(resourcesFolder, 'formats', secondaryFormat.schema)));

  function validate(document: Uint8Array): { readonly line: number; readonly message: string } | null {
    let parsed: XmlDocument;
    try {
      parsed = XmlDocument.fromBuffer(document);
    } catch (error) {
      return { line: 1, message: error instanceof Error ? error.message : String(error) };
    }
    try {
      validator().validate(parsed);
      return null;
    } catch (error) {
      if (!(error instanceof XmlValidateError)) throw error;
      const [first] = error.details;
      return { line: first?.line ?? 1, message: (first?.message ?? error.message).trim() };
    } finally {
      parsed.dispose();
    }
  }

  return {
    write(data) {
      const text = `<?xml version="1.0" encoding="UTF-8"?>\n<${secondaryFormat.root}>${groupText(renderGroup(secondaryFormat.content, data), data)}</${secondaryFormat.root}>\n`;
      const bytes = new Uint8Array(Buffer.from(text, 'utf8'));
      const problem = validate(bytes);
      if (problem !== null) throw new OfficeError('records.schema', { pupil: data.pupil.fullName, field: problem.message.slice(0, 300) });
      return bytes;
    },
    validate,
  };
}

function loadSchema(path: string): XsdValidator {
  const document = XmlDocument.fromBuffer(readFileSync(path));
  try {
    return XsdValidator.fromDoc(document);
  } finally {
    document.dispose();
  }
}

function groupText(group: RenderedGroup, data: RecordData): string {
  const id = group.id === null ? '' : ` Id="${escapeText(group.id).replaceAll('"', '&quot;')}"`;
  return `<${group.tag}${id}>${group.fields.map((node) => nodeText(node, data)).join('')}</${group.tag}>`;
}

function nodeText(node: RenderedNode, data: RecordData): string {
  if ('fields' in node) return groupText(node, data);
  if (node.text === null) {
    if (node.required) throw new OfficeError('records.schema', { pupil: data.pupil.fullName, field: node.tag });
    return '';
  }
  // Characters, not UTF-16 units: the limits are those of the specification.
  if (Array.from(node.text).length > node.max || notXml.test(node.text)) throw new OfficeError('records.schema', { pupil: data.pupil.fullName, field: node.tag });
  return `<${node.tag}>${escapeText(node.text.normalize('NFC'))}</${node.tag}>`;
}

/** What XML 1.0 cannot hold, and a carriage return, which canonical XML would write as a reference. */
const notXml = /(?![\n\t])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u;

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
