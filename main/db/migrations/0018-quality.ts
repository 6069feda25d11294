/** Warnings of the data rules that were let pass, each with its reason; a waiver that was taken back stays as a line. `finding_key`: rule, subject and values. */
export const quality = `
CREATE TABLE quality_waiver (
  id TEXT PRIMARY KEY, finding_key TEXT NOT NULL, code TEXT NOT NULL, class_id TEXT REFERENCES class_group (id), reason TEXT NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL,
  revoked_at TEXT, revoked_by TEXT, CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX quality_waiver_holding ON quality_waiver (finding_key) WHERE revoked_at IS NULL;
CREATE TRIGGER quality_waiver_no_delete BEFORE DELETE ON quality_waiver BEGIN SELECT RAISE(ABORT, 'quality_waiver keeps its lines'); END;
CREATE TRIGGER quality_waiver_revoked_once BEFORE UPDATE ON quality_waiver
WHEN OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL OR NEW.id <> OLD.id OR NEW.finding_key <> OLD.finding_key OR NEW.code <> OLD.code OR NEW.class_id IS NOT OLD.class_id
  OR NEW.reason <> OLD.reason OR NEW.made_at <> OLD.made_at OR NEW.made_by <> OLD.made_by
BEGIN SELECT RAISE(ABORT, 'quality_waiver can only be revoked'); END;
`;
