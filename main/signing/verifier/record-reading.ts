import type { XmlElement } from 'libxml2-wasm';
import type { GradebookReading, RecordLine, RecordReading } from '#main/office/ports/verifier.ts';
import { gradebookMisfit } from './gradebook-form.ts';
import { readRecordContent } from './record-content.ts';
import { readRecordParts } from './record-slots.ts';
import { StructureError } from './signature-reader.ts';
import { attributeOf, childrenOf, readXml, type OpenXml } from './xml-reader.ts';

/** Deeper nesting or more lines than any record or gradebook has: not ours. */
const deepest = 12;
const mostLines = 4000;
const mostLinesOfBook = 10_000;

/**
 * Reads a record for somebody who is about to sign it: everything in the data node, in order, from the very bytes that will be digested. Null where the bytes
 * are not such a record, or where they hold what a reader would not see (comments, instructions, attributes, text beside elements).
 */
export function readRecord(bytes: Uint8Array): RecordReading | null {
  const read = readXml(bytes, (xml) => readOpenRecord(xml));
  return typeof read === 'string' ? null : read;
}

/** Reads a gradebook in the same way; null where it has not the form of gradebook-v1 throughout. */
export function readGradebook(bytes: Uint8Array): GradebookReading | null {
  const read = readXml(bytes, (xml) =>
    inParts(() => {
      const { data } = readRecordParts(xml.root, 'gradebook');
      const lines: RecordLine[] = [];
      return gradebookMisfit(data) === null && readInto(lines, data, 0, mostLinesOfBook) ? { lines } : null;
    }),
  );
  return typeof read === 'string' ? null : read;
}

function readOpenRecord(xml: OpenXml): RecordReading | null {
  return inParts(() => {
    const { data } = readRecordParts(xml.root, 'record');
    const content = readRecordContent(xml.canonical(data, 'exclusive'));
    const lines: RecordLine[] = [];
    const summary = content?.summary ?? null;
    if (content === null || summary === null || !readInto(lines, data, 0, mostLines)) return null;
    return { summary, training: content.training, lines };
  });
}

/** Null where a part is not where it belongs. */
function inParts<Reading>(read: () => Reading | null): Reading | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof StructureError) return null;
    throw error;
  }
}

/** False where something stands there that a line cannot show. */
function readInto(lines: RecordLine[], element: XmlElement, depth: number, most: number): boolean {
  const { elements, texts, foreign } = childrenOf(element);
  const text = texts.join('');
  const onlyId = element.attrs.every(({ name }) => name === 'Id') && element.namespaceUri === '';
  if (foreign || !onlyId || depth > deepest || lines.length >= most || (elements.length > 0 && text.trim() !== '')) return false;
  lines.push({ depth, tag: element.name, id: attributeOf(element, 'Id'), text: elements.length > 0 ? null : text.normalize('NFC') });
  return elements.every((child) => readInto(lines, child, depth + 1, most));
}
