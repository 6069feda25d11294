import { join } from 'node:path';
import { OfficeError } from '#core/contract/errors.ts';
import { gradebookFormat } from '#core/records/gradebook-format.ts';
import type { BookWriter } from '#main/office/ports/documents.ts';
import { documentBytes } from './document-bytes.ts';
import { createSchemaCheck } from './schema-check.ts';

/** Writes gradebooks as the record writer writes records. */
export function createBookWriter({ resourcesFolder }: { readonly resourcesFolder: string }): BookWriter {
  const validate = createSchemaCheck(join(resourcesFolder, 'formats', gradebookFormat.schema));
  return {
    write(data) {
      const refusal = (field: string) => new OfficeError('signedBooks.schema', { subject: data.subject.name, className: data.className, field });
      const bytes = documentBytes(gradebookFormat, data, refusal);
      const problem = validate(bytes);
      if (problem !== null) throw refusal(problem.message.slice(0, 300));
      return bytes;
    },
  };
}
