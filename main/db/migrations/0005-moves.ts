/**
 * Pupils who join, leave and change class; results that came with them; exemptions of the two kinds; the decisions a year ends with; and the journal from which
 * all of this can be taken back.
 */
export const moves = `
CREATE TABLE bulk_action (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL, histories TEXT NOT NULL, undone_at TEXT, undone_by TEXT
) STRICT;
CREATE TABLE bulk_change (
  action_id INTEGER NOT NULL REFERENCES bulk_action (id), order_index INTEGER NOT NULL, entity TEXT NOT NULL, entity_id TEXT NOT NULL, before TEXT, after TEXT, PRIMARY KEY (action_id, order_index)
) STRICT, WITHOUT ROWID;
CREATE TABLE pupil_move (
  id TEXT PRIMARY KEY, enrollment_id TEXT NOT NULL REFERENCES enrollment (id), kind TEXT NOT NULL CHECK (kind IN ('joined', 'left', 'returned', 'changed-class')), moved_on TEXT NOT NULL,
  class_id TEXT NOT NULL REFERENCES class_group (id), position INTEGER NOT NULL, other_school TEXT NOT NULL, decision TEXT NOT NULL, reason TEXT NOT NULL
) STRICT;
CREATE INDEX pupil_move_enrollment ON pupil_move (enrollment_id);
CREATE INDEX pupil_move_class ON pupil_move (class_id);
CREATE TABLE transferred_result (
  enrollment_id TEXT NOT NULL REFERENCES enrollment (id), subject_id TEXT NOT NULL REFERENCES subject (id), semester INTEGER NOT NULL CHECK (semester IN (1, 2)),
  score INTEGER CHECK (score BETWEEN 0 AND 100), pass TEXT CHECK (pass IN ('Đ', 'CĐ')), level TEXT CHECK (level IN ('T', 'H', 'C')), PRIMARY KEY (enrollment_id, subject_id, semester)
) STRICT, WITHOUT ROWID;
CREATE TABLE transferred_semester (
  enrollment_id TEXT NOT NULL REFERENCES enrollment (id), semester INTEGER NOT NULL CHECK (semester IN (1, 2)), school TEXT NOT NULL, conduct TEXT CHECK (conduct IN ('T', 'K', 'Đ', 'CĐ')),
  excused INTEGER, unexcused INTEGER, PRIMARY KEY (enrollment_id, semester)
) STRICT, WITHOUT ROWID;
CREATE TABLE historic_result (
  pupil_id TEXT NOT NULL REFERENCES pupil (id), school_year TEXT NOT NULL, class_name TEXT NOT NULL, school TEXT NOT NULL, entered_on TEXT NOT NULL, circular TEXT NOT NULL,
  learning TEXT NOT NULL, conduct TEXT NOT NULL, outcome TEXT NOT NULL, title TEXT NOT NULL, PRIMARY KEY (pupil_id, school_year)
) STRICT, WITHOUT ROWID;
CREATE TABLE final_decision (
  enrollment_id TEXT PRIMARY KEY REFERENCES enrollment (id), decision TEXT NOT NULL CHECK (decision IN ('PROMOTED', 'RETAINED')), basis TEXT NOT NULL, decided_on TEXT NOT NULL, decided_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE exemption ADD COLUMN kind TEXT NOT NULL DEFAULT 'not-assessed' CHECK (kind IN ('practical', 'not-assessed'));
ALTER TABLE exemption ADD COLUMN term TEXT NOT NULL DEFAULT 'year' CHECK (term IN ('semester1', 'semester2', 'year', 'level'));
ALTER TABLE exemption ADD COLUMN decided_on TEXT NOT NULL DEFAULT '';
`;
