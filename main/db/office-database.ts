import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { OfficeError } from '#core/contract/errors.ts';
import type { RuleLibrary } from '#core/rules/rule-library.ts';
import type { Clock } from '#main/office/ports/clock.ts';
import type { OfficeDatabase } from '#main/office/ports/database.ts';
import { appendAudit } from './audit-repository.ts';
import { asOfficeError } from './database-errors.ts';
import { keepStatements } from './kept-statements.ts';
import { migrate } from './migrate.ts';
import type { Schema } from './schema.ts';
import { repositoriesOver, withMemory } from './repositories.ts';
import { checkFile, type Soundness } from './soundness.ts';
import { applyPragmas } from './sqlite-only.ts';
import { createTableVersions } from './table-versions.ts';

/**
 * Opens the database file (made when it is not there), looks whether it is sound, and migrates it after a backup beside it.
 * Errors: database.damaged, database.newer-than-program, database.busy, database.disk-full.
 */
export async function openOfficeDatabase(path: string, clock: Clock, rules: RuleLibrary, soundness: Soundness = checkFileHere): Promise<OfficeDatabase> {
  let connection: Database.Database | null = null;
  try {
    connection = new Database(path);
    applyPragmas(connection);
    const problem = await soundness(path);
    if (problem !== null) throw new OfficeError('database.damaged', { detail: problem });
    await migrate(connection, () => `${path}.before-migration-${clock.now().replace(/[^0-9]/g, '').slice(0, 14)}`);
    return createOfficeDatabase(path, connection, clock, rules);
  } catch (error) {
    connection?.close();
    throw asOfficeError(error);
  }
}

function checkFileHere(path: string): Promise<string | null> {
  return Promise.resolve(checkFile(path));
}

function createOfficeDatabase(path: string, connection: Database.Database, clock: Clock, rules: RuleLibrary): OfficeDatabase {
  const versions = createTableVersions(connection);
  const kysely = new Kysely<Schema>({ dialect: new SqliteDialect({ database: keepStatements(connection) }), plugins: [versions.watcher] });
  const outer = withMemory(repositoriesOver(kysely, rules), versions);
  return {
    path,
    async read(work) {
      try {
        return await work(outer);
      } catch (error) {
        throw asOfficeError(error);
      }
    },
    async write(actor, work) {
      try {
        // Kysely lets one transaction at a time onto SQLite's single connection: writes queue here.
        return await kysely.transaction().execute(async (transaction) => {
          const { value, audit } = await work(repositoriesOver(transaction, rules));
          if (audit !== null) await appendAudit(transaction, actor, audit, clock.now());
          return value;
        });
      } catch (error) {
        throw asOfficeError(error);
      }
    },
    async backup(target) {
      await connection.backup(target);
    },
    async close() {
      await kysely.destroy();
      // Kysely closes only what it used: an untouched database would stay open.
      if (connection.open) connection.close();
    },
  };
}
