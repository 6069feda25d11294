import type { Database } from 'better-sqlite3';
import type { SqliteDatabase } from 'kysely';

/** Texts differ only where a list has another length: there are some two hundred in the program. */
const most = 500;

/** The connection as Kysely uses it, with every prepared statement kept: what is asked at every sheet is parsed and planned once. */
export function keepStatements(connection: Database): SqliteDatabase {
  const kept = new Map<string, ReturnType<SqliteDatabase['prepare']>>();
  return {
    close: () => void connection.close(),
    prepare(text) {
      const known = kept.get(text);
      if (known !== undefined) return known;
      const statement = connection.prepare(text);
      const used = {
        reader: statement.reader,
        all: (parameters: readonly unknown[]) => statement.all(...parameters),
        run: (parameters: readonly unknown[]) => statement.run(...parameters),
        iterate: (parameters: readonly unknown[]) => statement.iterate(...parameters),
      };
      if (kept.size >= most) kept.clear();
      kept.set(text, used);
      return used;
    },
  };
}
