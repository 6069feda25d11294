/**
 * Schools of every level and both programmes; subjects that pupils choose (upper secondary), with the special topics they follow in them; primary
 * levels of subjects, and what TT 27/2020 asks beside the marks.
 */
export const levels = `
ALTER TABLE school RENAME COLUMN level TO levels;
UPDATE school SET levels = '["' || levels || '"]';
ALTER TABLE school ADD COLUMN programme TEXT NOT NULL DEFAULT 'general' CHECK (programme IN ('general', 'continuing'));
ALTER TABLE subject_year ADD COLUMN elective INTEGER NOT NULL DEFAULT 0 CHECK (elective IN (0, 1));
CREATE TABLE subject_choice (
  enrollment_id TEXT NOT NULL REFERENCES enrollment (id) ON DELETE CASCADE, subject_id TEXT NOT NULL REFERENCES subject (id), topics INTEGER NOT NULL CHECK (topics IN (0, 1)),
  PRIMARY KEY (enrollment_id, subject_id)
) STRICT, WITHOUT ROWID;
ALTER TABLE mark ADD COLUMN level TEXT CHECK (level IN ('T', 'H', 'C'));
ALTER TABLE homeroom_entry ADD COLUMN nominated INTEGER CHECK (nominated IN (0, 1));
ALTER TABLE homeroom_entry ADD COLUMN outstanding TEXT;
ALTER TABLE homeroom_entry ADD COLUMN support_decision TEXT CHECK (support_decision IN ('PROMOTED', 'RETAINED'));
`;
