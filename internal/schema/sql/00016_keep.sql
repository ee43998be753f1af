-- +goose Up
-- While a backup is being taken no file is dropped: it may be named by the
-- instant that is being kept. One row.
CREATE TABLE file_hold (held_until BIGINT NOT NULL);
INSERT INTO file_hold VALUES (0);

-- What must not be erased, whoever asks for it.
CREATE TABLE legal_hold (
	kind      TEXT   NOT NULL CHECK (kind IN ('contact', 'conversation')),
	object_id TEXT   NOT NULL,
	reason    TEXT   NOT NULL DEFAULT '',
	staff_id  TEXT   NOT NULL DEFAULT '',
	at        BIGINT NOT NULL,
	PRIMARY KEY (kind, object_id)
);

-- Conversations whose words are gone and whose numbers stayed.
CREATE TABLE conversation_anonymised (
	conversation_id TEXT   PRIMARY KEY REFERENCES conversation (id) ON DELETE CASCADE,
	at              BIGINT NOT NULL
);

-- What is kept for how long. A rule works only once it was tried as it stands.
CREATE TABLE retention_rule (
	id         TEXT    PRIMARY KEY,
	name       TEXT    NOT NULL UNIQUE,
	position   INTEGER NOT NULL,
	active     BOOLEAN NOT NULL DEFAULT FALSE,
	subject    TEXT    NOT NULL CHECK (subject IN ('conversation', 'contact')),
	states     TEXT    NOT NULL DEFAULT '[]',
	tags       TEXT    NOT NULL DEFAULT '[]',
	channels   TEXT    NOT NULL DEFAULT '[]',
	since      TEXT    NOT NULL CHECK (since IN ('last_message', 'resolved')),
	days       INTEGER NOT NULL CHECK (days > 0),
	act        TEXT    NOT NULL CHECK (act IN ('delete', 'anonymise')),
	tried      INTEGER NOT NULL DEFAULT 0, -- the version that was tried last
	version    INTEGER NOT NULL DEFAULT 1,
	staff_id   TEXT    NOT NULL DEFAULT '',
	created_at BIGINT  NOT NULL,
	updated_at BIGINT  NOT NULL
);
CREATE TABLE retention_run (
	id         TEXT    PRIMARY KEY,
	rule_id    TEXT    NOT NULL REFERENCES retention_rule (id) ON DELETE CASCADE,
	started_at BIGINT  NOT NULL,
	ended_at   BIGINT  NOT NULL DEFAULT 0, -- 0 = still at it
	erased     INTEGER NOT NULL DEFAULT 0,
	held       INTEGER NOT NULL DEFAULT 0, -- a legal hold stopped it
	failed     INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX retention_run_rule ON retention_run (rule_id, started_at DESC);
-- A person who was erased on demand. The contact's id names nobody any more.
CREATE TABLE erasure (
	id            TEXT    PRIMARY KEY,
	contact_id    TEXT    NOT NULL,
	staff_id      TEXT    NOT NULL DEFAULT '',
	asked_at      BIGINT  NOT NULL,
	done_at       BIGINT  NOT NULL DEFAULT 0,
	conversations INTEGER NOT NULL DEFAULT 0,
	messages      INTEGER NOT NULL DEFAULT 0,
	files         INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX erasure_asked ON erasure (asked_at DESC, id DESC);
