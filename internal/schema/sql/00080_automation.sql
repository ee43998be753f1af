-- +goose Up
-- What happens by itself. An automation is never dropped: what it did stays readable.
CREATE TABLE automation (
	id           TEXT    PRIMARY KEY,
	position     INTEGER NOT NULL,
	mode         TEXT    NOT NULL CHECK (mode IN ('off', 'trial', 'on')),
	version      INTEGER NOT NULL,
	looked_until BIGINT  NOT NULL DEFAULT 0, -- of what happens by time: due until then was looked at
	removed_at   BIGINT  NOT NULL DEFAULT 0,
	created_at   BIGINT  NOT NULL,
	updated_at   BIGINT  NOT NULL
);
CREATE TABLE automation_version (
	automation_id TEXT    NOT NULL REFERENCES automation (id),
	version       INTEGER NOT NULL,
	name          TEXT    NOT NULL,
	occasion      TEXT    NOT NULL,
	minutes       INTEGER NOT NULL DEFAULT 0,
	condition     TEXT    NOT NULL,
	steps         TEXT    NOT NULL, -- JSON
	ends          BOOLEAN NOT NULL DEFAULT FALSE, -- those after it are not asked where it holds
	staff_id      TEXT    NOT NULL,
	at            BIGINT  NOT NULL,
	PRIMARY KEY (automation_id, version)
);
-- What automations did, would have done, and did not do though their condition held.
-- The key is what makes a second run of the same occasion nothing.
CREATE TABLE automation_run (
	automation_id   TEXT    NOT NULL REFERENCES automation (id),
	conversation_id TEXT    NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
	occasion_key    TEXT    NOT NULL,
	version         INTEGER NOT NULL,
	outcome         TEXT    NOT NULL CHECK (outcome IN ('done', 'would', 'refused', 'held')),
	reason          TEXT    NOT NULL DEFAULT '', -- a code
	asked_by        TEXT    NOT NULL DEFAULT '', -- the customer's newest message then
	message_id      TEXT    NOT NULL DEFAULT '', -- what it wrote
	at              BIGINT  NOT NULL,
	PRIMARY KEY (automation_id, conversation_id, occasion_key)
);
CREATE INDEX automation_run_newest ON automation_run (automation_id, at DESC, conversation_id DESC);
CREATE INDEX automation_run_at ON automation_run (at);
CREATE INDEX automation_run_conversation ON automation_run (conversation_id, at DESC);
