/**
 * The register of signers: certificates proposed for a person or for the school, what was decided about each, who heads the school by which decision, and what
 * the province asks to be signed. And a record may be signed several times in one role: by each teacher over the region of a subject (`region`, else '').
 */
export const signers = `
CREATE TABLE signer_certificate (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('person', 'organisation')), holder_name TEXT NOT NULL, personal_id TEXT NOT NULL, digest TEXT NOT NULL, der BLOB NOT NULL,
  facts TEXT NOT NULL, source TEXT NOT NULL CHECK (source IN ('token', 'file', 'practice')), proposed_at TEXT NOT NULL, proposed_by TEXT NOT NULL
) STRICT;
CREATE TABLE signer_event (
  id INTEGER PRIMARY KEY, signer_id TEXT NOT NULL REFERENCES signer_certificate (id), kind TEXT NOT NULL CHECK (kind IN ('approved', 'refused', 'revoked')),
  post TEXT CHECK (post IN ('administrator', 'principal')), alone INTEGER NOT NULL, reason TEXT NOT NULL, from_day TEXT, made_at TEXT NOT NULL, user_id TEXT, user_name TEXT NOT NULL,
  CHECK ((kind = 'approved') = (post IS NOT NULL)), CHECK ((kind = 'revoked') = (from_day IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX signer_event_once ON signer_event (signer_id, kind, coalesce(post, ''));
CREATE TABLE head_appointment (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('principal', 'deputy')), name TEXT NOT NULL, personal_id TEXT NOT NULL, title TEXT NOT NULL, decision TEXT NOT NULL,
  from_day TEXT NOT NULL, until_day TEXT, recorded_at TEXT NOT NULL, recorded_by TEXT NOT NULL, CHECK ((kind = 'deputy') = (until_day IS NOT NULL))
) STRICT;
CREATE TABLE head_appointment_end (
  appointment_id TEXT PRIMARY KEY REFERENCES head_appointment (id), from_day TEXT NOT NULL, reason TEXT NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL
) STRICT;
CREATE TABLE signing_profile (id INTEGER PRIMARY KEY CHECK (id = 1), subject_teachers INTEGER NOT NULL, gradebook_homeroom INTEGER NOT NULL) STRICT;
CREATE TABLE signature_by_region (
  record_version_id TEXT NOT NULL REFERENCES record_version (id), role TEXT NOT NULL, region TEXT NOT NULL, order_index INTEGER NOT NULL, fragment TEXT NOT NULL, document_digest TEXT NOT NULL,
  certificate_digest TEXT NOT NULL, signer TEXT NOT NULL, signed_at TEXT NOT NULL, batch_id TEXT NOT NULL REFERENCES signing_batch (id), PRIMARY KEY (record_version_id, role, region)
) STRICT;
INSERT INTO signature_by_region SELECT record_version_id, role, '', order_index, fragment, document_digest, certificate_digest, signer, signed_at, batch_id FROM signature;
DROP TABLE signature;
ALTER TABLE signature_by_region RENAME TO signature;
${['signer_certificate', 'signer_event', 'head_appointment', 'head_appointment_end', 'signature'].map(appendOnly).join('\n')}
`;

/** A register that can be rewritten proves nothing. */
function appendOnly(table: string): string {
  return `CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`;
}
