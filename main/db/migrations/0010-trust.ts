/**
 * Whom the school trusts besides the shipped roots, what is known of revocations, and timestamps beside signatures (the record itself and its
 * signatures stay as they were). A removed root stays in the table with its reason.
 */
export const trust = `
CREATE TABLE trust_settings (id INTEGER PRIMARY KEY CHECK (id = 1), settings TEXT NOT NULL) STRICT;
CREATE TABLE trusted_certificate (
  digest TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('root', 'intermediate')), der BLOB NOT NULL, added_at TEXT NOT NULL, added_by TEXT NOT NULL,
  removed_at TEXT, removed_by TEXT, removal_reason TEXT
) STRICT;
CREATE TABLE revocation_evidence (
  kind TEXT NOT NULL CHECK (kind IN ('crl', 'ocsp')), key TEXT NOT NULL, der BLOB NOT NULL, this_update TEXT NOT NULL, next_update TEXT,
  source TEXT NOT NULL CHECK (source IN ('network', 'file')), stored_at TEXT NOT NULL, PRIMARY KEY (kind, key)
) STRICT;
CREATE TABLE signature_timestamp (
  imprint TEXT NOT NULL, time TEXT NOT NULL, token BLOB NOT NULL, authority TEXT NOT NULL, added_at TEXT NOT NULL, added_by TEXT NOT NULL, PRIMARY KEY (imprint, time)
) STRICT;
CREATE TRIGGER signature_timestamp_no_update BEFORE UPDATE ON signature_timestamp BEGIN SELECT RAISE(ABORT, 'signature_timestamp is append-only'); END;
CREATE TRIGGER signature_timestamp_no_delete BEFORE DELETE ON signature_timestamp BEGIN SELECT RAISE(ABORT, 'signature_timestamp is append-only'); END;
`;
