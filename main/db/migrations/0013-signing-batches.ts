/**
 * Batches that outlive a run: of any kind of document, over several classes, with the token that began them, how the signer read what was signed, why they paused, and
 * how long the token worked. Batches of before were of one class and ended with their only run.
 */
export const signingBatches = `
PRAGMA defer_foreign_keys = ON;
CREATE TABLE batch_before AS SELECT * FROM signing_batch;
CREATE TABLE item_before AS SELECT rowid AS position, * FROM signing_item;
DROP TABLE signing_item;
DROP TABLE signing_batch;
CREATE TABLE signing_batch (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, role TEXT NOT NULL, scope TEXT NOT NULL, certificate_digest TEXT NOT NULL, token_serial TEXT NOT NULL, reading TEXT NOT NULL,
  started_at TEXT NOT NULL, finished_at TEXT, user_id TEXT, started_by TEXT NOT NULL, audit_head TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'done', 'failed', 'cancelled')), because TEXT, busy INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO signing_batch (id, kind, role, scope, certificate_digest, token_serial, reading, started_at, finished_at, user_id, started_by, audit_head, state, because)
  SELECT id, 'record', role, json_object('classIds', json_array(class_id)), certificate_digest, '', '{"kind":"none"}', started_at, coalesce(finished_at, started_at), NULL, started_by, audit_head,
    CASE state WHEN 'running' THEN 'failed' ELSE state END, NULL FROM batch_before;
CREATE TABLE signing_item (
  batch_id TEXT NOT NULL REFERENCES signing_batch (id), item_id TEXT NOT NULL, position INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'signed', 'skipped', 'failed')), error TEXT, PRIMARY KEY (batch_id, item_id)
) STRICT;
INSERT INTO signing_item SELECT batch_id, record_version_id, position, CASE state WHEN 'waiting' THEN 'skipped' ELSE state END, error FROM item_before;
DROP TABLE item_before;
DROP TABLE batch_before;
CREATE INDEX signing_batch_open ON signing_batch (state) WHERE state IN ('running', 'paused');
`;
