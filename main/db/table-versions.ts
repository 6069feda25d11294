import type { KyselyPlugin, OperationNode, RootOperationNode } from 'kysely';
import type { Database } from 'better-sqlite3';
import { dataVersion } from './sqlite-only.ts';
import type { Schema } from './schema.ts';

type Table = keyof Schema;

/** Tells whether tables may have changed: an equal text means that nobody wrote them in between, in this program or in another one. */
export type TableVersions = {
  of(tables: readonly Table[]): string;
  /** Sees every statement that goes through Kysely, also inside transactions. */
  readonly watcher: KyselyPlugin;
};

/**
 * Counts the statements that write a table. Counting before the statement runs is early enough: whoever asks afterwards waits for the one connection, so it
 * reads what the transaction left. Other programs on the same file (the command line) show in SQLite's own counter.
 */
export function createTableVersions(connection: Database): TableVersions {
  const writes = new Map<string, number>();
  const foreign = dataVersion(connection);
  let anywhere = 0;

  function count(node: RootOperationNode): void {
    if (node.kind === 'SelectQueryNode') return;
    const tables = writtenTables(node);
    if (tables.length === 0) anywhere += 1;
    for (const table of tables) writes.set(table, (writes.get(table) ?? 0) + 1);
  }

  return {
    of: (tables) => `${foreign()} ${tables.reduce((sum, table) => sum + (writes.get(table) ?? 0), anywhere)}`,
    watcher: {
      transformQuery({ node }) {
        count(node);
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    },
  };
}

/** Empty where the statement does not say it in its tree: then it may be any table. */
function writtenTables(node: RootOperationNode): readonly string[] {
  if (node.kind === 'InsertQueryNode') return node.into === undefined ? [] : namesOf([node.into]);
  if (node.kind === 'UpdateQueryNode') return node.table === undefined ? [] : namesOf([node.table]);
  if (node.kind === 'DeleteQueryNode') return namesOf(node.from.froms);
  return [];
}

function namesOf(nodes: readonly OperationNode[]): readonly string[] {
  const names = nodes.flatMap((node) => ('table' in node && isTable(node) ? [node.table.identifier.name] : []));
  return names.length === nodes.length ? names : [];
}

function isTable(node: OperationNode): node is OperationNode & { readonly table: { readonly identifier: { readonly name: string } } } {
  return node.kind === 'TableNode';
}
