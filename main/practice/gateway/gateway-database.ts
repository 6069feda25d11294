import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';

/** The practice gateway's own store: another program's database, apart from the school's. */
export type GatewaySchema = {
  token: { digest: string; expires_at: number };
  certificate: { unit_code: string; digest: string; serial: string; holder: string; issuer_code: string; message_id: string; registered_at: string; state: 'asked' | 'approved' };
  transmission: { message_id: string; unit_code: string; list_digest: string; received_at: string; records: number; list: Uint8Array };
  answer: {
    message_id: string;
    position: number;
    uuid: string;
    pupil_code: string;
    pupil_name: string;
    personal_id: string;
    school_year: string;
    accepted: number;
    error: string;
    field_title: string;
    description: string;
    document: Uint8Array;
  };
};

export type GatewayDatabase = Kysely<GatewaySchema>;

const tables = `
CREATE TABLE IF NOT EXISTS token (digest TEXT PRIMARY KEY, expires_at INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS certificate (
  unit_code TEXT NOT NULL, digest TEXT NOT NULL, serial TEXT NOT NULL, holder TEXT NOT NULL, issuer_code TEXT NOT NULL, message_id TEXT NOT NULL,
  registered_at TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('asked', 'approved')), PRIMARY KEY (unit_code, digest)) STRICT;
CREATE TABLE IF NOT EXISTS transmission (
  message_id TEXT PRIMARY KEY, unit_code TEXT NOT NULL, list_digest TEXT NOT NULL, received_at TEXT NOT NULL, records INTEGER NOT NULL, list BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS answer (
  message_id TEXT NOT NULL REFERENCES transmission, position INTEGER NOT NULL, uuid TEXT NOT NULL, pupil_code TEXT NOT NULL, pupil_name TEXT NOT NULL,
  personal_id TEXT NOT NULL, school_year TEXT NOT NULL, accepted INTEGER NOT NULL CHECK (accepted IN (0, 1)), error TEXT NOT NULL, field_title TEXT NOT NULL,
  description TEXT NOT NULL, document BLOB NOT NULL, PRIMARY KEY (message_id, position)) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS one_record_per_uuid ON answer (uuid) WHERE accepted = 1;
CREATE UNIQUE INDEX IF NOT EXISTS one_record_per_pupil_and_year ON answer (personal_id, school_year) WHERE accepted = 1;
`;

/** Opens the store, making what is missing. What it says is stored survives a power cut. */
export function openGatewayDatabase(path: string): GatewayDatabase {
  mkdirSync(dirname(path), { recursive: true });
  const connection = new Database(path);
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  connection.exec(tables);
  return new Kysely<GatewaySchema>({ dialect: new SqliteDialect({ database: connection }) });
}
