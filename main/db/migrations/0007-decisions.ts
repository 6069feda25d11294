/** The school's readings of what the circulars leave open, decisions for single pupils, and each user's own phrases for comments. */
export const decisions = `
CREATE TABLE policy_choice (
  id INTEGER PRIMARY KEY, year_id TEXT NOT NULL REFERENCES school_year (id), policy TEXT NOT NULL, value TEXT NOT NULL, reason TEXT NOT NULL, decided_by TEXT NOT NULL, decided_at TEXT NOT NULL
) STRICT;
CREATE TABLE review_decision (
  id INTEGER PRIMARY KEY, enrollment_id TEXT NOT NULL REFERENCES enrollment (id), policy TEXT NOT NULL, value TEXT, reason TEXT NOT NULL, number TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('proposed', 'decided', 'withdrawn')), decided_by TEXT NOT NULL, decided_at TEXT NOT NULL
) STRICT;
CREATE INDEX review_decision_pupil ON review_decision (enrollment_id);
CREATE TABLE phrase (
  id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES user_account (id), kind TEXT NOT NULL, subject_id TEXT REFERENCES subject (id), position INTEGER NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE INDEX phrase_user ON phrase (user_id, position);
${['policy_choice', 'review_decision'].map(appendOnly).join('\n')}
`;

/** A decision is revised by a newer one, never changed. */
function appendOnly(table: string): string {
  return `CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`;
}
