import type { Database } from 'better-sqlite3';
import { OfficeError } from '#core/contract/errors.ts';
import { migrations } from './migrations/index.ts';
import { schemaVersion, setSchemaVersion } from './sqlite-only.ts';

/**
 * Brings a database to the program's schema, one transaction per step, after a backup (not of an empty file). A step that fails leaves the version before it.
 * Answers the backup's path, or null when there was nothing to do. Errors: database.newer-than-program {found, known}.
 */
export async function migrate(connection: Database, backupPath: () => string): Promise<string | null> {
  const found = schemaVersion(connection);
  if (found > migrations.length) throw new OfficeError('database.newer-than-program', { found, known: migrations.length });
  if (found === migrations.length) return null;
  const backup = found === 0 ? null : backupPath();
  if (backup !== null) await connection.backup(backup);
  for (const [index, migration] of migrations.entries()) {
    if (index < found) continue;
    connection.transaction(() => {
      connection.exec(migration.statements);
      setSchemaVersion(connection, index + 1);
    })();
  }
  return backup;
}
