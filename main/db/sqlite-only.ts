import type { Database } from 'better-sqlite3';
import { sql, type Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** What only SQLite knows; everything else goes through Kysely, because schools with several PCs will run on PostgreSQL. */
export function applyPragmas(connection: Database): void {
  connection.pragma('journal_mode = WAL');
  // A record has legal weight: what was reported saved must survive a power cut.
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  connection.pragma('busy_timeout = 5000');
  connection.pragma('trusted_schema = OFF');
}

export function schemaVersion(connection: Database): number {
  return Number(connection.pragma('user_version', { simple: true }));
}

export function setSchemaVersion(connection: Database, version: number): void {
  connection.pragma(`user_version = ${version}`);
}

/** Null when SQLite finds the file sound, else its words. */
export function integrityProblem(connection: Database): string | null {
  const answer = String(connection.pragma('quick_check(1)', { simple: true }));
  return answer === 'ok' ? null : answer;
}

/** Every column of the database that refers to another table, as the schema itself knows it: also those of tables that come later. */
export async function referringColumns(db: Kysely<Schema>): Promise<readonly { readonly table: string; readonly column: string; readonly target: string }[]> {
  const { rows } = await sql<{ readonly table: string; readonly column: string; readonly target: string }>`
    select m.name as "table", f."from" as "column", f."table" as "target" from sqlite_master as m join pragma_foreign_key_list(m.name) as f where m.type = 'table'`.execute(db);
  return rows;
}

/** SQLite's counter of what other connections and programs wrote to the file. */
export function dataVersion(connection: Database): () => number {
  const statement = connection.prepare('PRAGMA data_version').pluck();
  return () => Number(statement.get());
}
