import { createHash } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import type { Actor, AuditDetail } from '#main/office/ports/database.ts';
import type { AuditRepository } from '#main/office/ports/school-repositories.ts';
import type { Schema } from './schema.ts';

type Entry = Omit<Selectable<Schema['audit_log']>, 'hash' | 'sequence'>;

/** What an empty log's head is, and the first entry's predecessor. */
const beginning = '0'.repeat(64);

export function createAuditRepository(db: Kysely<Schema>): AuditRepository {
  return {
    async list(before, limit) {
      let query = db.selectFrom('audit_log').select(['sequence', 'at', 'user_name', 'action', 'detail', 'hash']).orderBy('sequence', 'desc').limit(limit);
      if (before !== null) query = query.where('sequence', '<', before);
      const rows = await query.execute();
      return rows.map((row) => ({ sequence: row.sequence, at: row.at, userName: row.user_name, action: row.action, detail: row.detail, hash: row.hash }));
    },
    async count() {
      const row = await db.selectFrom('audit_log').select((eb) => eb.fn.countAll<number>().as('entries')).executeTakeFirstOrThrow();
      return row.entries;
    },
    head: () => headOf(db),
    async entriesAfter(hash) {
      const row = await db
        .selectFrom('audit_log')
        .select((eb) => eb.fn.countAll<number>().as('entries'))
        .where('sequence', '>', (eb) => eb.fn.coalesce(eb.selectFrom('audit_log as known').select('known.sequence').where('known.hash', '=', hash).limit(1), eb.lit(0)))
        .executeTakeFirstOrThrow();
      return row.entries;
    },
    async verify() {
      let previous = beginning;
      let entries = 0;
      let after = 0;
      for (;;) {
        const rows = await db.selectFrom('audit_log').selectAll().where('sequence', '>', after).orderBy('sequence').limit(1000).execute();
        if (rows.length === 0) return { entries, head: previous, brokenAt: null };
        for (const row of rows) {
          // The numbers have no holes: a removed last entry shows in the head, a removed middle one here.
          if (row.sequence !== after + 1 || row.previous_hash !== previous || row.hash !== hashOf(row)) return { entries, head: previous, brokenAt: row.sequence };
          previous = row.hash;
          after = row.sequence;
          entries += 1;
        }
      }
    },
  };
}

/** Appends to the log; call inside the transaction of what it tells of. */
export async function appendAudit(db: Kysely<Schema>, actor: Actor, audit: AuditDetail, at: string): Promise<void> {
  const entry: Entry = { at, user_id: actor.userId, user_name: actor.userName, action: audit.action, detail: JSON.stringify(audit.detail), previous_hash: await headOf(db) };
  await db
    .insertInto('audit_log')
    .values({ ...entry, hash: hashOf(entry) })
    .execute();
}

async function headOf(db: Kysely<Schema>): Promise<string> {
  const row = await db.selectFrom('audit_log').select('hash').orderBy('sequence', 'desc').limit(1).executeTakeFirst();
  return row?.hash ?? beginning;
}

function hashOf(entry: Entry): string {
  const canonical = JSON.stringify([entry.at, entry.user_id, entry.user_name, entry.action, entry.detail]);
  return createHash('sha256').update(`${entry.previous_hash}\n${canonical}`, 'utf8').digest('hex');
}
