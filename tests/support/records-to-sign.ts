import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { migrations } from '#main/db/migrations/index.ts';
import { applyPragmas, setSchemaVersion } from '#main/db/sqlite-only.ts';
import { createRecordWriter } from '#main/documents/record-xml/record-writer.ts';
import { buildRecordData } from './record-builder.ts';

/** As these records name their principal. */
export const recordPrincipal = { label: 'hieu-truong', holder: 'Trần Văn Bình', organisation: '', kind: 'person', personalId: '014070005678' } as const;

/** A database with nothing but records that the principal has to sign, and a batch over all of them; a version's id is its UUID. `pdf`: the records are issued, and it is their PDFs that wait. */
export function makeRecordsToSign(path: string, records: number, batch: { readonly id: string; readonly tokenSerial: string; readonly certificateDigest: string }, kind: 'record' | 'pdf' = 'record'): void {
  const database = new Database(path);
  applyPragmas(database);
  for (const { statements } of migrations) database.exec(statements);
  setSchemaVersion(database, migrations.length);
  // Only what signing reads: no pupils behind the records.
  database.pragma('foreign_keys = OFF');
  database
    .prepare("INSERT INTO signing_batch (id, kind, role, scope, certificate_digest, token_serial, reading, started_at, started_by, audit_head, state) VALUES (?, ?, 'principal', '{}', ?, ?, '{}', '', '', '', 'running')")
    .run(batch.id, kind, batch.certificateDigest, batch.tokenSerial);
  const writer = createRecordWriter({ resourcesFolder: fileURLToPath(new URL('../../resources', import.meta.url)) });
  const record = database.prepare('INSERT INTO record VALUES (?, ?, ?)');
  const version = database.prepare("INSERT INTO record_version VALUES (?, ?, 1, ?, 'secondary-v1', ?, '', ?, '', '', NULL)");
  const signed = database.prepare('INSERT INTO signature (record_version_id, role, region, order_index, fragment, document_digest, certificate_digest, signer, signed_at, batch_id) VALUES (?, ?, \'\', ?, \'\', \'\', \'\', ?, \'2026-05-30T08:00:00Z\', ?)');
  const item = database.prepare("INSERT INTO signing_item VALUES (?, ?, ?, 'waiting', NULL)");
  database.transaction(() => {
    for (let number = 1; number <= records; number += 1) {
      const uuid = `7d1f4f2e-5f3c-4b58-9d8e-${String(number).padStart(12, '0')}`;
      record.run(`r${number}`, `e${number}`, uuid);
      const data = buildRecordData({ uuid, training: true });
      version.run(uuid, `r${number}`, uuid, JSON.stringify(data), writer.write(data));
      if (kind === 'pdf') for (const [order, role] of ['principal', 'school'].entries()) signed.run(uuid, role, order + 1, recordPrincipal.holder, batch.id);
      item.run(batch.id, kind === 'pdf' ? `pdf:${uuid}` : uuid, number);
    }
  })();
  database.close();
}
