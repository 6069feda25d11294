/**
 * Signed PDFs of records, and the images that their visible signatures show. `update_bytes`: what the signature added to the file (for the first one: the whole file), deflated; nothing is ever changed
 * or removed. An image is replaced by a later line; one without a picture takes it away.
 */
export const signedPdfs = `
CREATE TABLE signature_image (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('person', 'organisation')), owner TEXT NOT NULL, png BLOB, digest TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
  millimetres INTEGER NOT NULL, added_at TEXT NOT NULL, added_by TEXT NOT NULL
) STRICT;
CREATE INDEX signature_image_owner ON signature_image (kind, owner);
CREATE TABLE record_pdf (
  record_version_id TEXT NOT NULL REFERENCES record_version (id), role TEXT NOT NULL CHECK (role IN ('principal', 'school')), order_index INTEGER NOT NULL, update_bytes BLOB NOT NULL,
  document_digest TEXT NOT NULL, certificate_digest TEXT NOT NULL, signer TEXT NOT NULL, signed_at TEXT NOT NULL, PRIMARY KEY (record_version_id, role), UNIQUE (record_version_id, order_index)
) STRICT;
${['signature_image', 'record_pdf'].map(appendOnly).join('\n')}
`;

function appendOnly(table: string): string {
  return `CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`;
}
