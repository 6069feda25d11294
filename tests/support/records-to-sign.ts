import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { migrations } from '#main/db/migrations/index.ts';
import { applyPragmas, setSchemaVersion } from '#main/db/sqlite-only.ts';
import { createRecordWriter } from '#main/documents/record-xml/record-writer.ts';
import { buildRecordData } from './record-builder.ts';

/** As these records name their principal. */
export const recordPrincipal = { label: 'hieu-truong', holder: 'Trần Văn Bình', organisation: '', kind: 'person', personalId: '014070005678' } as const;

/** A database with nothing but records that the principal has to sign, and a batch over all of them; an item's id is its version's id and UUID. */
export function makeRecordsToSign(path: string, records: number, batch: { readonly id: string; readonly tokenSerial: string; readonly certificateDigest: string }): void {
  const database = new Database(path);
  applyPragmas(database);
  for (const { statements } of migrations) database.exec(statements);
  setSchemaVersion(database, migrations.length);
  // Only what signing reads: no pupils behind the records.
  database.pragma('foreign_keys = OFF');
  database
    .prepare("INSERT INTO signing_batch (id, kind, role, scope, certificate_digest, token_serial, reading, started_at, started_by, audit_head, state) VALUES (?, 'record', 'principal', '{}', ?, ?, '{}', '', '', '', 'running')")
    .run(batch.id, batch.certificateDigest, batch.tokenSerial);
  const writer = createRecordWriter({ resourcesFolder: fileURLToPath(new URL('../../resources', import.meta.url)) });
  const record = database.prepare('INSERT INTO record VALUES (?, ?, ?)');
  const version = database.prepare("INSERT INTO record_version VALUES (?, ?, 1, ?, 'secondary-v1', '{}', '', ?, '', '', NULL)");
  const item = database.prepare("INSERT INTO signing_item VALUES (?, ?, ?, 'waiting', NULL)");
  database.transaction(() => {
    for (let number = 1; number <= records; number += 1) {
      const uuid = `7d1f4f2e-5f3c-4b58-9d8e-${String(number).padStart(12, '0')}`;
      record.run(`r${number}`, `e${number}`, uuid);
      version.run(uuid, `r${number}`, uuid, writer.write(buildRecordData({ uuid, training: true })));
      item.run(batch.id, uuid, number);
    }
  })();
  database.close();
}
