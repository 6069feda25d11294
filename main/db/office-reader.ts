import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { RuleLibrary } from '#core/rules/rule-library.ts';
import type { Repositories } from '#main/office/ports/database.ts';
import { asOfficeError } from './database-errors.ts';
import { keepStatements } from './kept-statements.ts';
import { repositoriesOver, withMemory } from './repositories.ts';
import type { Schema } from './schema.ts';
import { createTableVersions } from './table-versions.ts';

/**
 * Reads a school's file beside the office that has it open, over a read-only connection of its own, as of one moment: what is written meanwhile is not seen,
 * and nobody waits for anybody. Errors: database.busy, database.damaged.
 */
export async function readOffice<Value>(path: string, rules: RuleLibrary, work: (repositories: Repositories) => Promise<Value>): Promise<Value> {
  const connection = new Database(path, { readonly: true, fileMustExist: true, timeout: 5000 });
  const kysely = new Kysely<Schema>({ dialect: new SqliteDialect({ database: keepStatements(connection) }) });
  try {
    connection.exec('BEGIN');
    return await work(withMemory(repositoriesOver(kysely, rules), createTableVersions(connection)));
  } catch (error) {
    throw asOfficeError(error);
  } finally {
    connection.close();
  }
}
