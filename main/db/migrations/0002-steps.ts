/** What a user did to a gradebook sheet in one go (a paste, a fill, one cell), so that it can be taken back and done again as one step. */
export const steps = `
CREATE TABLE edit_step (
  id INTEGER PRIMARY KEY, class_id TEXT NOT NULL REFERENCES class_group (id) ON DELETE CASCADE, subject_id TEXT NOT NULL REFERENCES subject (id), semester INTEGER NOT NULL CHECK (semester IN (1, 2)),
  user_id TEXT NOT NULL, kind TEXT NOT NULL, cells INTEGER NOT NULL, made_at TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'dropped'))
) STRICT;
CREATE INDEX edit_step_sheet ON edit_step (class_id, subject_id, semester, user_id, state);
ALTER TABLE mark_change ADD COLUMN step_id INTEGER REFERENCES edit_step (id);
CREATE INDEX mark_change_step ON mark_change (step_id) WHERE step_id IS NOT NULL;
`;
