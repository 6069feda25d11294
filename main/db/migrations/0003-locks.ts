/** Locks of gradebooks, planned entry windows, and reopenings: who asked, why, who allowed it, until when. Nothing is deleted: the past stays visible. */
const scope = `class_id TEXT REFERENCES class_group (id) ON DELETE CASCADE, subject_id TEXT REFERENCES subject (id), semester INTEGER CHECK (semester IN (1, 2)), column_name TEXT`;
export const locks = `
CREATE TABLE sheet_lock (
  id TEXT PRIMARY KEY, year_id TEXT NOT NULL REFERENCES school_year (id), ${scope}, reason TEXT NOT NULL, locked_at TEXT NOT NULL, locked_by TEXT NOT NULL,
  released_at TEXT, released_by TEXT, release_reason TEXT
) STRICT;
CREATE TABLE entry_window (
  id TEXT PRIMARY KEY, year_id TEXT NOT NULL REFERENCES school_year (id), ${scope}, opens_on TEXT NOT NULL, closes_on TEXT NOT NULL, planned_by TEXT NOT NULL, removed_at TEXT
) STRICT;
CREATE TABLE reopening (
  id TEXT PRIMARY KEY, year_id TEXT NOT NULL REFERENCES school_year (id), ${scope}, reason TEXT NOT NULL, asked_by TEXT NOT NULL, asked_at TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('asked', 'open', 'refused')), decided_by TEXT, decided_at TEXT, expires_at TEXT
) STRICT;
`;
