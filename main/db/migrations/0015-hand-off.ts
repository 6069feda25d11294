/**
 * Hand-off packages: the keys of this database (one row), what was handed out for signing, record by record, and what came back. An item is told by its record
 * and, where a role signs several times in one record, by the region.
 */
export const handOff = `
CREATE TABLE hand_off_identity (id INTEGER PRIMARY KEY CHECK (id = 1), private_key BLOB NOT NULL, public_key BLOB NOT NULL, created_at TEXT NOT NULL) STRICT;
CREATE TABLE hand_off_package (
  id TEXT PRIMARY KEY, class_id TEXT NOT NULL REFERENCES class_group (id), role TEXT NOT NULL, signer TEXT NOT NULL, signer_personal_id TEXT, lock TEXT NOT NULL CHECK (lock IN ('passphrase', 'certificate')),
  created_at TEXT NOT NULL, created_by TEXT NOT NULL, expires_at TEXT NOT NULL, path TEXT NOT NULL, bytes INTEGER NOT NULL, digest TEXT NOT NULL, manifest_digest TEXT NOT NULL, audit_head TEXT NOT NULL,
  return_key BLOB, cancelled_at TEXT
) STRICT;
CREATE TABLE hand_off_item (
  package_id TEXT NOT NULL REFERENCES hand_off_package (id), record_version_id TEXT NOT NULL REFERENCES record_version (id), region TEXT NOT NULL, base_digest TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'refused')), error TEXT, PRIMARY KEY (package_id, record_version_id, region)
) STRICT;
CREATE TABLE hand_off_return (
  id TEXT PRIMARY KEY, package_id TEXT NOT NULL REFERENCES hand_off_package (id), digest TEXT NOT NULL, signer TEXT NOT NULL, started_at TEXT NOT NULL, started_by TEXT NOT NULL,
  batch_id TEXT NOT NULL REFERENCES signing_batch (id), finished_at TEXT
) STRICT;
CREATE INDEX hand_off_return_package ON hand_off_return (package_id);
`;
