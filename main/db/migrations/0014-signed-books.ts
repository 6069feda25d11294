/** Gradebooks frozen to be signed, class by subject: versions and signatures, which only grow. The newest version of a class and subject is the one that counts. */
export const signedBooks = `
CREATE TABLE gradebook_version (
  id TEXT PRIMARY KEY, class_id TEXT NOT NULL REFERENCES class_group (id), subject_id TEXT NOT NULL REFERENCES subject (id), version INTEGER NOT NULL, uuid TEXT NOT NULL UNIQUE, format_id TEXT NOT NULL,
  source TEXT NOT NULL, source_digest TEXT NOT NULL, data BLOB NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL, UNIQUE (class_id, subject_id, version)
) STRICT;
CREATE TABLE gradebook_signature (
  gradebook_version_id TEXT NOT NULL REFERENCES gradebook_version (id), role TEXT NOT NULL, order_index INTEGER NOT NULL, fragment TEXT NOT NULL, document_digest TEXT NOT NULL,
  certificate_digest TEXT NOT NULL, signer TEXT NOT NULL, signed_at TEXT NOT NULL, batch_id TEXT NOT NULL REFERENCES signing_batch (id), PRIMARY KEY (gradebook_version_id, role)
) STRICT;
${['gradebook_version', 'gradebook_signature'].map(appendOnly).join('\n')}
`;

/** What was frozen or signed stays as it was. */
function appendOnly(table: string): string {
  return `CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`;
}
