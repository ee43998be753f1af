-- +goose Up
CREATE TABLE job (
	id          ${identity},
	kind        TEXT    NOT NULL,
	lane        TEXT    NOT NULL DEFAULT '',
	args        TEXT    NOT NULL,
	run_at      BIGINT  NOT NULL,
	state       TEXT    NOT NULL CHECK (state IN ('ready', 'running', 'stuck')),
	attempts    INTEGER NOT NULL DEFAULT 0,
	lease_until BIGINT  NOT NULL DEFAULT 0,
	node        TEXT    NOT NULL DEFAULT '',
	error       TEXT    NOT NULL DEFAULT '',
	stuck_at    BIGINT  NOT NULL DEFAULT 0,
	uniq        TEXT,
	created_at  BIGINT  NOT NULL
);
CREATE INDEX job_due ON job (run_at, id) WHERE state = 'ready';
CREATE INDEX job_lane ON job (lane, id) WHERE lane <> '';
CREATE INDEX job_leased ON job (lease_until) WHERE state = 'running';
CREATE INDEX job_stuck ON job (id) WHERE state = 'stuck';
CREATE UNIQUE INDEX job_uniq ON job (uniq) WHERE uniq IS NOT NULL;
