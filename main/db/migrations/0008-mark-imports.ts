/** A file of marks that was read in: one step for each sheet it wrote, so that the whole file can be taken back. */
export const markImports = `
CREATE TABLE mark_import (id TEXT PRIMARY KEY, file_name TEXT NOT NULL, applied_at TEXT NOT NULL, user_id TEXT NOT NULL, undone_at TEXT) STRICT;
ALTER TABLE edit_step ADD COLUMN import_id TEXT REFERENCES mark_import (id);
CREATE INDEX edit_step_import ON edit_step (import_id) WHERE import_id IS NOT NULL;
`;
