import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, type Generated, type Transaction } from 'kysely';
import type { ReviewKind } from '#core/contract/hand-off.ts';
import { OfficeError } from '#core/contract/errors.ts';
import type { HandOffJournal, HandOffLogEntry, JournaledSignature } from '#main/office/ports/hand-off.ts';
import type { Evidence } from '#main/office/ports/trust.ts';
import { asOfficeError } from './database-errors.ts';
import { applyPragmas, schemaVersion, setSchemaVersion } from './sqlite-only.ts';

type Tables = {
  school_key: { school_code: string; public_key: Uint8Array; school_name: string; first_seen_at: string };
  made_signature: { package_id: string; uuid: string; region: string; fragment: string; document_digest: string; certificate: Uint8Array; certificate_digest: string; signer: string; signed_at: string; review: ReviewKind };
  log: { sequence: Generated<number>; at: string; action: string; detail: string; previous_hash: string; hash: string };
  token_module: { id: string; name: string; path: string };
  evidence: { kind: Evidence['kind']; key: string; der: Uint8Array; this_update: string; next_update: string | null };
};

/** This file's own steps; the place in the list is its version. A file of a later program is refused. */
const steps = [
  `CREATE TABLE school_key (school_code TEXT NOT NULL, public_key BLOB NOT NULL, school_name TEXT NOT NULL, first_seen_at TEXT NOT NULL, PRIMARY KEY (school_code, public_key)) STRICT;
CREATE TABLE made_signature (
  package_id TEXT NOT NULL, uuid TEXT NOT NULL, region TEXT NOT NULL, fragment TEXT NOT NULL, document_digest TEXT NOT NULL, certificate BLOB NOT NULL, certificate_digest TEXT NOT NULL, signer TEXT NOT NULL,
  signed_at TEXT NOT NULL, review TEXT NOT NULL, PRIMARY KEY (package_id, uuid, region)
) STRICT;
CREATE TABLE log (sequence INTEGER PRIMARY KEY, at TEXT NOT NULL, action TEXT NOT NULL, detail TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE TABLE token_module (id TEXT PRIMARY KEY, name TEXT NOT NULL, path TEXT NOT NULL UNIQUE) STRICT;
${['made_signature', 'log'].map((table) => `CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;\nCREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`).join('\n')}`,
  `CREATE TABLE evidence (kind TEXT NOT NULL CHECK (kind IN ('crl', 'ocsp')), key TEXT NOT NULL, der BLOB NOT NULL, this_update TEXT NOT NULL, next_update TEXT, PRIMARY KEY (kind, key)) STRICT;`,
];

const beginning = '0'.repeat(64);

/**
 * The signer's book in a file of its own, made when it is first needed: a PC that never opens a package has none.
 * Errors of its methods: database.damaged, database.busy, database.disk-full, database.newer-than-program.
 */
export function createHandOffJournal(path: string): HandOffJournal {
  let opened: Kysely<Tables> | null = null;

  function database(): Kysely<Tables> {
    if (opened === null) {
      mkdirSync(dirname(path), { recursive: true });
      opened = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openFile(path) }) });
    }
    return opened;
  }

  async function guarded<Value>(work: (db: Kysely<Tables>) => Promise<Value>): Promise<Value> {
    try {
      return await work(database());
    } catch (error) {
      throw asOfficeError(error);
    }
  }

  function written<Value>(work: (db: Transaction<Tables>) => Promise<Value>): Promise<Value> {
    return guarded((db) => db.transaction().execute(work));
  }

  return {
    noteOpened({ packageId, schoolCode, schoolName, publicKey, at, detail }) {
      return written(async (db) => {
        const known = await db.selectFrom('school_key').select('public_key').where('school_code', '=', schoolCode).execute();
        const same = known.some(({ public_key }) => Buffer.compare(public_key, publicKey) === 0);
        if (!same) await db.insertInto('school_key').values({ school_code: schoolCode, public_key: Buffer.from(publicKey), school_name: schoolName, first_seen_at: at }).execute();
        const sender = same ? 'known' : known.length === 0 ? 'new' : 'changed';
        await append(db, { at, action: 'package.opened', detail: { packageId, schoolCode, schoolName, sender, ...detail } });
        return sender;
      });
    },
    signed: (packageId) => guarded((db) => db.selectFrom('made_signature').select(['uuid', 'region']).where('package_id', '=', packageId).execute()),
    signatures: (packageId, which) =>
      guarded(async (db) => {
        const own = db.selectFrom('made_signature').selectAll().where('package_id', '=', packageId).orderBy('signed_at').orderBy('uuid').orderBy('region');
        const rows = await ('uuid' in which ? own.where('uuid', '=', which.uuid) : own.limit(which.most).offset(which.from)).execute();
        return rows.map(
          (row): JournaledSignature => ({
            uuid: row.uuid,
            region: row.region,
            fragment: row.fragment,
            documentDigest: row.document_digest,
            certificate: new Uint8Array(row.certificate),
            certificateDigest: row.certificate_digest,
            signer: row.signer,
            signedAt: row.signed_at,
            review: row.review,
          }),
        );
      }),
    addSignatures: (packageId, made) =>
      written(async (db) => {
        for (const { uuid, region, fragment, documentDigest, certificate, certificateDigest, signer, signedAt, review } of made) {
          const row = { package_id: packageId, uuid, region, fragment, document_digest: documentDigest, certificate: Buffer.from(certificate), certificate_digest: certificateDigest, signer, signed_at: signedAt, review };
          await db.insertInto('made_signature').values(row).execute();
          await append(db, { at: signedAt, action: 'record.signed', detail: { packageId, uuid, region, certificate: certificateDigest, review } });
        }
      }),
    note: (entry) => written((db) => append(db, entry)),
    log: (limit) =>
      guarded(async (db) => {
        const rows = await db.selectFrom('log').selectAll().orderBy('sequence', 'desc').limit(limit).execute();
        return rows.map(({ sequence, at, action, detail, hash }): HandOffLogEntry => ({ sequence, at, action, detail, hash }));
      }),
    logIsWhole: () =>
      guarded(async (db) => {
        let previous = beginning;
        const rows = await db.selectFrom('log').selectAll().orderBy('sequence').execute();
        return rows.every((row, index) => {
          const fits = row.sequence === index + 1 && row.previous_hash === previous && row.hash === hashOf(row);
          previous = row.hash;
          return fits;
        });
      }),
    evidence: () =>
      guarded(async (db) => {
        const rows = await db.selectFrom('evidence').selectAll().execute();
        return rows.map((row): Evidence => ({ kind: row.kind, key: row.key, der: new Uint8Array(row.der), thisUpdate: row.this_update, nextUpdate: row.next_update }));
      }),
    keepEvidence: (learnt) =>
      written(async (db) => {
        for (const { kind, key, der, thisUpdate, nextUpdate } of learnt) {
          const before = await db.selectFrom('evidence').select('this_update').where('kind', '=', kind).where('key', '=', key).executeTakeFirst();
          if (before !== undefined && Date.parse(before.this_update) >= Date.parse(thisUpdate)) continue;
          const values = { der: Buffer.from(der), this_update: thisUpdate, next_update: nextUpdate };
          await db
            .insertInto('evidence')
            .values({ kind, key, ...values })
            .onConflict((conflict) => conflict.columns(['kind', 'key']).doUpdateSet(values))
            .execute();
        }
      }),
    modules: () => guarded((db) => db.selectFrom('token_module').selectAll().orderBy('name').execute()),
    saveModule: (module) =>
      written(async (db) => {
        await db
          .insertInto('token_module')
          .values(module)
          .onConflict((conflict) => conflict.column('path').doUpdateSet({ name: module.name }))
          .execute();
      }),
    removeModule: (id) =>
      written(async (db) => {
        await db.deleteFrom('token_module').where('id', '=', id).execute();
      }),
    async close() {
      await opened?.destroy();
      opened = null;
    },
  };
}

function openFile(path: string): Database.Database {
  const file = new Database(path);
  applyPragmas(file);
  const found = schemaVersion(file);
  if (found > steps.length) {
    file.close();
    throw new OfficeError('database.newer-than-program', { found, known: steps.length });
  }
  for (const [index, statements] of steps.entries()) {
    if (index < found) continue;
    file.transaction(() => {
      file.exec(statements);
      setSchemaVersion(file, index + 1);
    })();
  }
  return file;
}

async function append(db: Transaction<Tables>, { at, action, detail }: { readonly at: string; readonly action: string; readonly detail: Readonly<Record<string, unknown>> }): Promise<void> {
  const last = await db.selectFrom('log').select('hash').orderBy('sequence', 'desc').limit(1).executeTakeFirst();
  const entry = { at, action, detail: JSON.stringify(detail), previous_hash: last?.hash ?? beginning };
  await db
    .insertInto('log')
    .values({ ...entry, hash: hashOf(entry) })
    .execute();
}

/** As the schools' own log is chained. */
function hashOf({ at, action, detail, previous_hash }: Pick<HandOffLogEntry, 'at' | 'action' | 'detail'> & { readonly previous_hash: string }): string {
  return createHash('sha256')
    .update(`${previous_hash}\n${JSON.stringify([at, action, detail])}`, 'utf8')
    .digest('hex');
}
