/** The first schema. Never edited after release: a change is a new file. */
export const foundation = `
CREATE TABLE school (
  id INTEGER PRIMARY KEY CHECK (id = 1), code TEXT NOT NULL, name TEXT NOT NULL, level TEXT NOT NULL, department_code TEXT NOT NULL, department_name TEXT NOT NULL,
  province_name TEXT NOT NULL, commune_name TEXT NOT NULL, principal_name TEXT NOT NULL, principal_personal_id TEXT NOT NULL, principal_title TEXT NOT NULL,
  issue_place TEXT NOT NULL, homeroom_signature INTEGER NOT NULL, idle_minutes INTEGER NOT NULL, training INTEGER NOT NULL, created_at TEXT NOT NULL
) STRICT;
CREATE TABLE school_year (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL, current INTEGER NOT NULL) STRICT;
CREATE TABLE teacher (id TEXT PRIMARY KEY, full_name TEXT NOT NULL, personal_id TEXT NOT NULL, active INTEGER NOT NULL) STRICT;
CREATE TABLE class_group (
  id TEXT PRIMARY KEY, year_id TEXT NOT NULL REFERENCES school_year (id), name TEXT NOT NULL, grade INTEGER NOT NULL,
  homeroom_teacher_id TEXT REFERENCES teacher (id), UNIQUE (year_id, name)
) STRICT;
CREATE TABLE subject (id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, short_name TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('scored', 'comment')), order_index INTEGER NOT NULL) STRICT;
CREATE TABLE subject_year (
  year_id TEXT NOT NULL REFERENCES school_year (id), subject_id TEXT NOT NULL REFERENCES subject (id), grade INTEGER NOT NULL, periods INTEGER NOT NULL CHECK (periods > 0),
  PRIMARY KEY (year_id, subject_id, grade)
) STRICT;
CREATE TABLE assignment (
  class_id TEXT NOT NULL REFERENCES class_group (id) ON DELETE CASCADE, subject_id TEXT NOT NULL REFERENCES subject (id), teacher_id TEXT NOT NULL REFERENCES teacher (id),
  PRIMARY KEY (class_id, subject_id)
) STRICT;
CREATE TABLE pupil (
  id TEXT PRIMARY KEY, ministry_code TEXT NOT NULL, personal_id TEXT NOT NULL, registry_number TEXT NOT NULL, full_name TEXT NOT NULL, birth_date TEXT NOT NULL,
  sex TEXT NOT NULL CHECK (sex IN ('male', 'female')), ethnicity TEXT NOT NULL, nationality TEXT NOT NULL, birth_place TEXT NOT NULL, home_town TEXT NOT NULL,
  address TEXT NOT NULL, father_name TEXT NOT NULL, mother_name TEXT NOT NULL, guardian_name TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX pupil_personal_id ON pupil (personal_id) WHERE personal_id <> '';
CREATE UNIQUE INDEX pupil_ministry_code ON pupil (ministry_code) WHERE ministry_code <> '';
CREATE TABLE enrollment (
  id TEXT PRIMARY KEY, year_id TEXT NOT NULL REFERENCES school_year (id), class_id TEXT NOT NULL REFERENCES class_group (id), pupil_id TEXT NOT NULL REFERENCES pupil (id),
  position INTEGER NOT NULL, status TEXT NOT NULL CHECK (status IN ('studying', 'moved-class', 'left-school')), entered_on TEXT NOT NULL, left_on TEXT
) STRICT;
CREATE INDEX enrollment_class ON enrollment (class_id, position);
CREATE INDEX enrollment_pupil ON enrollment (pupil_id);
CREATE TABLE exemption (
  enrollment_id TEXT NOT NULL REFERENCES enrollment (id) ON DELETE CASCADE, subject_id TEXT NOT NULL REFERENCES subject (id), reason TEXT NOT NULL, PRIMARY KEY (enrollment_id, subject_id)
) STRICT;
CREATE TABLE mark (
  enrollment_id TEXT NOT NULL REFERENCES enrollment (id), subject_id TEXT NOT NULL REFERENCES subject (id), semester INTEGER NOT NULL CHECK (semester IN (1, 2)), column_name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('entered', 'excused', 'absent')), score INTEGER CHECK (score BETWEEN 0 AND 100), pass TEXT CHECK (pass IN ('Đ', 'CĐ')), comment TEXT, changes INTEGER NOT NULL,
  PRIMARY KEY (enrollment_id, subject_id, semester, column_name)
) STRICT, WITHOUT ROWID;
CREATE TABLE mark_change (
  id INTEGER PRIMARY KEY, enrollment_id TEXT NOT NULL REFERENCES enrollment (id), subject_id TEXT NOT NULL REFERENCES subject (id), semester INTEGER NOT NULL, column_name TEXT NOT NULL,
  before TEXT NOT NULL, after TEXT NOT NULL, reason TEXT, changed_at TEXT NOT NULL, user_id TEXT NOT NULL
) STRICT;
CREATE INDEX mark_change_cell ON mark_change (enrollment_id, subject_id, semester, column_name);
CREATE TABLE homeroom_entry (
  enrollment_id TEXT PRIMARY KEY REFERENCES enrollment (id), conduct1 TEXT, conduct2 TEXT, excused1 INTEGER, unexcused1 INTEGER, excused2 INTEGER, unexcused2 INTEGER,
  height INTEGER, weight INTEGER, comment TEXT, summer_conduct TEXT, commendation TEXT
) STRICT;
CREATE TABLE homeroom_change (
  id INTEGER PRIMARY KEY, enrollment_id TEXT NOT NULL REFERENCES enrollment (id), field TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, reason TEXT, changed_at TEXT NOT NULL, user_id TEXT NOT NULL
) STRICT;
CREATE INDEX homeroom_change_field ON homeroom_change (enrollment_id, field);
CREATE TABLE record (id TEXT PRIMARY KEY, enrollment_id TEXT NOT NULL UNIQUE REFERENCES enrollment (id), current_version_id TEXT) STRICT;
CREATE TABLE record_version (
  id TEXT PRIMARY KEY, record_id TEXT NOT NULL REFERENCES record (id), version INTEGER NOT NULL, uuid TEXT NOT NULL UNIQUE, format_id TEXT NOT NULL, source TEXT NOT NULL, source_digest TEXT NOT NULL,
  data BLOB NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL, accepted INTEGER, UNIQUE (record_id, version)
) STRICT;
CREATE TABLE signing_batch (
  id TEXT PRIMARY KEY, class_id TEXT NOT NULL REFERENCES class_group (id), role TEXT NOT NULL, certificate_digest TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT,
  started_by TEXT NOT NULL, audit_head TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled'))
) STRICT;
CREATE TABLE signing_item (
  batch_id TEXT NOT NULL REFERENCES signing_batch (id), record_version_id TEXT NOT NULL REFERENCES record_version (id), state TEXT NOT NULL CHECK (state IN ('waiting', 'signed', 'skipped', 'failed')),
  error TEXT, PRIMARY KEY (batch_id, record_version_id)
) STRICT;
CREATE TABLE signature (
  record_version_id TEXT NOT NULL REFERENCES record_version (id), role TEXT NOT NULL, order_index INTEGER NOT NULL, fragment TEXT NOT NULL, document_digest TEXT NOT NULL,
  certificate_digest TEXT NOT NULL, signer TEXT NOT NULL, signed_at TEXT NOT NULL, batch_id TEXT NOT NULL REFERENCES signing_batch (id), PRIMARY KEY (record_version_id, role)
) STRICT;
CREATE TABLE certificate (digest TEXT PRIMARY KEY, der BLOB NOT NULL, facts TEXT NOT NULL, first_seen_at TEXT NOT NULL, gateway_state TEXT, gateway_asked_at TEXT) STRICT;
CREATE TABLE transmission (
  id TEXT PRIMARY KEY, class_id TEXT REFERENCES class_group (id), message_id TEXT NOT NULL UNIQUE, state TEXT NOT NULL CHECK (state IN ('preparing', 'sent', 'answered', 'failed')),
  started_at TEXT NOT NULL, answered_at TEXT, message TEXT, bytes INTEGER NOT NULL, document BLOB NOT NULL
) STRICT;
CREATE TABLE transmission_record (
  transmission_id TEXT NOT NULL REFERENCES transmission (id), record_version_id TEXT NOT NULL REFERENCES record_version (id), accepted INTEGER, error_code TEXT NOT NULL,
  field_title TEXT NOT NULL, description TEXT NOT NULL, PRIMARY KEY (transmission_id, record_version_id)
) STRICT;
CREATE TABLE export_log (
  id TEXT PRIMARY KEY, class_id TEXT NOT NULL REFERENCES class_group (id), file_name TEXT NOT NULL, path TEXT NOT NULL, bytes INTEGER NOT NULL, records INTEGER NOT NULL,
  digest TEXT NOT NULL, written_at TEXT NOT NULL, written_by TEXT NOT NULL, audit_head TEXT NOT NULL, verdict TEXT NOT NULL
) STRICT;
CREATE TABLE user_account (
  id TEXT PRIMARY KEY, user_name TEXT NOT NULL UNIQUE COLLATE NOCASE, display_name TEXT NOT NULL, roles TEXT NOT NULL, teacher_id TEXT REFERENCES teacher (id), active INTEGER NOT NULL,
  password_hash TEXT NOT NULL, created_at TEXT NOT NULL
) STRICT;
CREATE TABLE sign_in_failure (user_name TEXT PRIMARY KEY COLLATE NOCASE, failures INTEGER NOT NULL, last_at TEXT NOT NULL) STRICT;
CREATE TABLE token_module (id TEXT PRIMARY KEY, name TEXT NOT NULL, path TEXT NOT NULL) STRICT;
CREATE TABLE gateway_profile (id INTEGER PRIMARY KEY CHECK (id = 1), profile TEXT NOT NULL, password TEXT) STRICT;
CREATE TABLE import_batch (id TEXT PRIMARY KEY, file_name TEXT NOT NULL, applied_at TEXT NOT NULL, applied_by TEXT NOT NULL, added INTEGER NOT NULL, changed INTEGER NOT NULL, undone_at TEXT) STRICT;
CREATE TABLE import_change (
  batch_id TEXT NOT NULL REFERENCES import_batch (id), order_index INTEGER NOT NULL, entity TEXT NOT NULL, entity_id TEXT NOT NULL, before TEXT, after TEXT, PRIMARY KEY (batch_id, order_index)
) STRICT;
CREATE TABLE audit_log (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, user_id TEXT, user_name TEXT NOT NULL, action TEXT NOT NULL, detail TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL UNIQUE
) STRICT;
${['mark_change', 'homeroom_change', 'signature', 'audit_log'].map(appendOnly).join('\n')}
CREATE TRIGGER record_version_frozen BEFORE UPDATE OF id, record_id, version, uuid, format_id, source, source_digest, data, created_at, created_by ON record_version
BEGIN SELECT RAISE(ABORT, 'record_version is frozen'); END;
CREATE TRIGGER record_version_kept BEFORE DELETE ON record_version BEGIN SELECT RAISE(ABORT, 'record_version is append-only'); END;
`;

/** Nothing is ever changed or removed in these tables, not even by a mistake of ours. */
function appendOnly(table: string): string {
  return `CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`;
}
