/** Bundles of a whole year and of one pupil beside those of a class; what each was of is written down as it was called then. */
export const carry = `
CREATE TABLE export_entry (
  id TEXT PRIMARY KEY, class_id TEXT REFERENCES class_group (id), scope TEXT NOT NULL CHECK (scope IN ('class', 'year', 'pupil')), title TEXT NOT NULL, file_name TEXT NOT NULL, path TEXT NOT NULL,
  bytes INTEGER NOT NULL, records INTEGER NOT NULL, digest TEXT NOT NULL, written_at TEXT NOT NULL, written_by TEXT NOT NULL, audit_head TEXT NOT NULL, verdict TEXT NOT NULL
) STRICT;
INSERT INTO export_entry SELECT export_log.id, class_id, 'class', class_group.name, file_name, path, bytes, records, digest, written_at, written_by, audit_head, verdict FROM export_log JOIN class_group ON class_group.id = class_id;
DROP TABLE export_log;
ALTER TABLE export_entry RENAME TO export_log;
`;
