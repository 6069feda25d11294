/** Files of rules that a province signed, as they came; one that was taken out stays as a line. */
export const addedRules = `
CREATE TABLE added_rules (
  id TEXT PRIMARY KEY, content TEXT NOT NULL, digest TEXT NOT NULL, signature BLOB NOT NULL, certificate BLOB NOT NULL, signer TEXT NOT NULL, added_at TEXT NOT NULL, added_by TEXT NOT NULL,
  removed_at TEXT, removed_by TEXT, CHECK ((removed_at IS NULL) = (removed_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX added_rules_holding ON added_rules (digest) WHERE removed_at IS NULL;
CREATE TRIGGER added_rules_no_delete BEFORE DELETE ON added_rules BEGIN SELECT RAISE(ABORT, 'added_rules keeps its lines'); END;
CREATE TRIGGER added_rules_removed_once BEFORE UPDATE ON added_rules
WHEN OLD.removed_at IS NOT NULL OR NEW.removed_at IS NULL OR NEW.id <> OLD.id OR NEW.content <> OLD.content OR NEW.digest <> OLD.digest OR NEW.signature <> OLD.signature OR NEW.certificate <> OLD.certificate
  OR NEW.signer <> OLD.signer OR NEW.added_at <> OLD.added_at OR NEW.added_by <> OLD.added_by
BEGIN SELECT RAISE(ABORT, 'added_rules can only be taken out'); END;
`;
