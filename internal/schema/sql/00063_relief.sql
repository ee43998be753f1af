-- +goose Up
-- What whoever waits in a queue may do instead of waiting.
CREATE TABLE relief (
	queue_id TEXT    PRIMARY KEY REFERENCES queue (id),
	settings TEXT    NOT NULL, -- JSON
	version  INTEGER NOT NULL,
	by_id    TEXT    NOT NULL DEFAULT '',
	at       BIGINT  NOT NULL
);
