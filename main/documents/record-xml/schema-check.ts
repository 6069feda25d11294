import { readFileSync } from 'node:fs';
import { XmlDocument, XmlValidateError, XsdValidator } from 'libxml2-wasm';

/** Where a document does not fit its schema, and why; null: it does. */
export type SchemaProblem = { readonly line: number; readonly message: string };

/** Checks documents against the schema of a file, which is read at the first one. */
export function createSchemaCheck(path: string): (document: Uint8Array) => SchemaProblem | null {
  let schema: XsdValidator | null = null;
  return (document) => {
    let parsed: XmlDocument;
    try {
      parsed = XmlDocument.fromBuffer(document);
    } catch (error) {
      return { line: 1, message: error instanceof Error ? error.message : String(error) };
    }
    try {
      schema ??= loadSchema(path);
      schema.validate(parsed);
      return null;
    } catch (error) {
      if (!(error instanceof XmlValidateError)) throw error;
      const [first] = error.details;
      return { line: first?.line ?? 1, message: (first?.message ?? error.message).trim() };
    } finally {
      parsed.dispose();
    }
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
