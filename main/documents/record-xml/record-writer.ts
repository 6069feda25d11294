import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XmlDocument, XmlValidateError, XsdValidator } from 'libxml2-wasm';
import { OfficeError } from '#core/contract/errors.ts';
import { secondaryFormat } from '#core/records/secondary-format.ts';
import type { RecordWriter } from '#main/office/ports/documents.ts';
import { documentBytes } from './document-bytes.ts';

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
      const bytes = documentBytes(secondaryFormat, data, data.pupil.fullName);
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
