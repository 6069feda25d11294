import { join } from 'node:path';
import { OfficeError } from '#core/contract/errors.ts';
import { secondaryFormat } from '#core/records/secondary-format.ts';
import type { RecordWriter } from '#main/office/ports/documents.ts';
import { documentBytes } from './document-bytes.ts';
import { createSchemaCheck } from './schema-check.ts';

/**
 * Writes records in the one plain way: UTF-8 with its declaration, no blanks between elements, no comments, LF. The verifier compares files with that way
 * letter by letter, so nothing here may depend on a serialiser's taste.
 */
export function createRecordWriter({ resourcesFolder }: { readonly resourcesFolder: string }): RecordWriter {
  const validate = createSchemaCheck(join(resourcesFolder, 'formats', secondaryFormat.schema));
  return {
    write(data) {
      const refusal = (field: string) => new OfficeError('records.schema', { pupil: data.pupil.fullName, field });
      const bytes = documentBytes(secondaryFormat, data, refusal);
      const problem = validate(bytes);
      if (problem !== null) throw refusal(problem.message.slice(0, 300));
      return bytes;
    },
    validate,
  };
}
