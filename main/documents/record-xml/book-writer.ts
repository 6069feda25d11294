import { gradebookFormat } from '#core/records/gradebook-format.ts';
import type { BookWriter } from '#main/office/ports/documents.ts';
import { documentBytes } from './document-bytes.ts';

/** Writes gradebooks as the record writer writes records. */
export function createBookWriter(): BookWriter {
  return { write: (data) => documentBytes(gradebookFormat, data, `${data.subject.name} ${data.className}`) };
}
