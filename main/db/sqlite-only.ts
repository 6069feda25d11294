import type { Database } from 'better-sqlite3';

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
