-- +goose Up
-- What customers write about, as the house sorts it.
CREATE TABLE topic (
	id          TEXT    PRIMARY KEY,
	parent_id   TEXT    NOT NULL DEFAULT '',
	name_zh     TEXT    NOT NULL,
	name_en     TEXT    NOT NULL,
	description TEXT    NOT NULL DEFAULT '',
	words       TEXT    NOT NULL DEFAULT '[]', -- JSON: what speaks for it before anything was learned
	team_id     TEXT    NOT NULL DEFAULT '',   -- '' = of all teams
	archived    BOOLEAN NOT NULL DEFAULT FALSE,
	version     INTEGER NOT NULL DEFAULT 1,
	created_at  BIGINT  NOT NULL,
	updated_at  BIGINT  NOT NULL
);
-- What somebody said of a reading: that it is wrong, or that it is right. Each is an example to learn from.
CREATE TABLE correction (
	id         TEXT   PRIMARY KEY,
	message_id TEXT   NOT NULL REFERENCES message (id) ON DELETE CASCADE,
	about      TEXT   NOT NULL CHECK (about IN ('topic', 'emotion')),
	was        TEXT   NOT NULL, -- '' = unknown
	now        TEXT   NOT NULL,
	staff_id   TEXT   NOT NULL,
	at         BIGINT NOT NULL
);
CREATE INDEX correction_message ON correction (message_id, about, at);
CREATE INDEX correction_topic ON correction (about, now, at);
CREATE INDEX correction_was ON correction (about, was);
-- Conversations of a topic, newest first; the few that must not be overlooked.
CREATE INDEX conversation_topic ON conversation (topic_id, state, last_message_at DESC, id DESC) WHERE topic_id <> '';
