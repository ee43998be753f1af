-- +goose Up
-- When the house works. Each version of the hours stays: deadlines are explained by the one that made them.
CREATE TABLE calendar (
	id         TEXT    PRIMARY KEY,
	name       TEXT    NOT NULL,
	version    INTEGER NOT NULL DEFAULT 1,
	created_at BIGINT  NOT NULL,
	retired_at BIGINT  NOT NULL DEFAULT 0 -- 0 = in use
);
CREATE UNIQUE INDEX calendar_name ON calendar (name) WHERE retired_at = 0;
CREATE TABLE calendar_version (
	calendar_id TEXT    NOT NULL REFERENCES calendar (id),
	version     INTEGER NOT NULL,
	hours       TEXT    NOT NULL, -- JSON: zone, week, exceptions
	staff_id    TEXT    NOT NULL DEFAULT '',
	at          BIGINT  NOT NULL,
	PRIMARY KEY (calendar_id, version)
);
