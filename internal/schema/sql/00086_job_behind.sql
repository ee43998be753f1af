-- +goose Up
-- What somebody waits for, a reply that leaves or an action on many conversations,
-- does not stand behind ten thousand messages that are read by themselves.
ALTER TABLE job ADD COLUMN behind SMALLINT NOT NULL DEFAULT 0 CHECK (behind IN (0, 1));
DROP INDEX job_due;
CREATE INDEX job_due ON job (behind, run_at, id) WHERE state = 'ready';
