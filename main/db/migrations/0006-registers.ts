/**
 * Class sheets that are about no subject: qualities and competencies (TT 27/2020 Art. 5), attendance by day; and the steps of these and of the homeroom
 * sheet, so that a block can be taken back and done again as one. `period`: `year`, `1-mid` … `2-end`, or a month `2025-09`.
 */
export const registers = `
CREATE TABLE register_step (
  id INTEGER PRIMARY KEY, class_id TEXT NOT NULL REFERENCES class_group (id) ON DELETE CASCADE, register TEXT NOT NULL CHECK (register IN ('homeroom', 'attributes', 'attendance')), period TEXT NOT NULL,
  user_id TEXT NOT NULL, kind TEXT NOT NULL, cells INTEGER NOT NULL, made_at TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'dropped'))
) STRICT;
CREATE INDEX register_step_sheet ON register_step (class_id, register, period, user_id, state);
CREATE TABLE register_cell (
  enrollment_id TEXT NOT NULL REFERENCES enrollment (id), register TEXT NOT NULL CHECK (register IN ('attributes', 'attendance')), period TEXT NOT NULL, column_name TEXT NOT NULL,
  value TEXT NOT NULL CHECK (value <> ''), changes INTEGER NOT NULL, PRIMARY KEY (enrollment_id, register, period, column_name)
) STRICT, WITHOUT ROWID;
CREATE TABLE register_change (
  id INTEGER PRIMARY KEY, enrollment_id TEXT NOT NULL REFERENCES enrollment (id), register TEXT NOT NULL, period TEXT NOT NULL, column_name TEXT NOT NULL,
  before TEXT NOT NULL, after TEXT NOT NULL, reason TEXT, changed_at TEXT NOT NULL, user_id TEXT NOT NULL, step_id INTEGER REFERENCES register_step (id)
) STRICT;
CREATE INDEX register_change_cell ON register_change (enrollment_id, register, period, column_name);
CREATE INDEX register_change_step ON register_change (step_id) WHERE step_id IS NOT NULL;
ALTER TABLE homeroom_change ADD COLUMN step_id INTEGER REFERENCES register_step (id);
CREATE INDEX homeroom_change_step ON homeroom_change (step_id) WHERE step_id IS NOT NULL;
CREATE TRIGGER register_change_no_update BEFORE UPDATE ON register_change BEGIN SELECT RAISE(ABORT, 'register_change is append-only'); END;
CREATE TRIGGER register_change_no_delete BEFORE DELETE ON register_change BEGIN SELECT RAISE(ABORT, 'register_change is append-only'); END;
`;
