import Database from 'better-sqlite3';
import { asOfficeError } from './database-errors.ts';
import { integrityProblem } from './sqlite-only.ts';

/** Null when the file is sound, else SQLite's words. Errors: database.damaged, database.busy. */
export type Soundness = (path: string) => Promise<string | null>;

/** Reads the whole file: two seconds for ten years of a large school. */
export function checkFile(path: string): string | null {
  let connection: Database.Database | null = null;
  try {
    connection = new Database(path, { readonly: true, timeout: 5000 });
    return integrityProblem(connection);
  } catch (error) {
    throw asOfficeError(error);
  } finally {
    connection?.close();
  }
}
