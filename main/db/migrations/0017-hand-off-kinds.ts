/**
 * A package may hold gradebooks as well as records, and those of several classes: items are named as batches name them (the document, and the region where a role
 * signs several times in one), in an order of their own.
 */
export const handOffKinds = `
CREATE TABLE hand_off_package_next (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('record', 'gradebook')), class_ids TEXT NOT NULL, role TEXT NOT NULL, signer TEXT NOT NULL, signer_personal_id TEXT,
  lock TEXT NOT NULL CHECK (lock IN ('passphrase', 'certificate')), created_at TEXT NOT NULL, created_by TEXT NOT NULL, expires_at TEXT NOT NULL, path TEXT NOT NULL, bytes INTEGER NOT NULL, digest TEXT NOT NULL,
  manifest_digest TEXT NOT NULL, audit_head TEXT NOT NULL, return_key BLOB, cancelled_at TEXT
) STRICT;
INSERT INTO hand_off_package_next SELECT id, 'record', json_array(class_id), role, signer, signer_personal_id, lock, created_at, created_by, expires_at, path, bytes, digest, manifest_digest, audit_head, return_key, cancelled_at FROM hand_off_package;
CREATE TABLE hand_off_item_next (
  package_id TEXT NOT NULL REFERENCES hand_off_package_next (id), item_id TEXT NOT NULL, position INTEGER NOT NULL, uuid TEXT NOT NULL, base_digest TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'refused')), error TEXT, PRIMARY KEY (package_id, item_id)
) STRICT;
INSERT INTO hand_off_item_next SELECT item.package_id, CASE item.region WHEN '' THEN item.record_version_id ELSE item.record_version_id || ' ' || item.region END, item.rowid, version.uuid, item.base_digest, item.state, item.error
  FROM hand_off_item AS item JOIN record_version AS version ON version.id = item.record_version_id;
CREATE TABLE hand_off_return_next (
  id TEXT PRIMARY KEY, package_id TEXT NOT NULL REFERENCES hand_off_package_next (id), digest TEXT NOT NULL, signer TEXT NOT NULL, started_at TEXT NOT NULL, started_by TEXT NOT NULL,
  batch_id TEXT NOT NULL REFERENCES signing_batch (id), finished_at TEXT
) STRICT;
INSERT INTO hand_off_return_next SELECT id, package_id, digest, signer, started_at, started_by, batch_id, finished_at FROM hand_off_return;
DROP TABLE hand_off_return;
DROP TABLE hand_off_item;
DROP TABLE hand_off_package;
ALTER TABLE hand_off_package_next RENAME TO hand_off_package;
ALTER TABLE hand_off_item_next RENAME TO hand_off_item;
ALTER TABLE hand_off_return_next RENAME TO hand_off_return;
CREATE INDEX hand_off_return_package ON hand_off_return (package_id);
`;
