-- +goose Up
-- What a house wants to know about contacts and conversations besides what
-- Anlan knows. A field is archived, never dropped: its values stay readable.
CREATE TABLE field (
	id             TEXT    PRIMARY KEY,
	object_kind    TEXT    NOT NULL, -- contact, conversation; others may come
	key            TEXT    NOT NULL,
	names          TEXT    NOT NULL, -- by language
	type           TEXT    NOT NULL CHECK (type IN ('text', 'long_text', 'number', 'decimal', 'yes_no', 'date', 'date_time',
		'choice', 'choices', 'url', 'email', 'phone')),
	required       BOOLEAN NOT NULL DEFAULT FALSE, -- before a conversation may be resolved
	options        TEXT    NOT NULL DEFAULT '[]',
	bounds         TEXT    NOT NULL DEFAULT '{}',
	default_value  TEXT    NOT NULL DEFAULT '', -- what a new object begins with; '' = nothing
	default_fold   TEXT    NOT NULL DEFAULT '',
	default_number DOUBLE PRECISION,
	position       INTEGER NOT NULL,
	archived_at    BIGINT  NOT NULL DEFAULT 0,
	version        INTEGER NOT NULL DEFAULT 1,
	created_at     BIGINT  NOT NULL
);
CREATE UNIQUE INDEX field_key ON field (object_kind, key);

CREATE TABLE field_value (
	object_id       TEXT    NOT NULL,
	field_id        TEXT    NOT NULL REFERENCES field (id),
	place           INTEGER NOT NULL DEFAULT 0, -- a field of many choices has a row for each
	value           TEXT    NOT NULL, -- in its one written form
	fold            TEXT    NOT NULL, -- what is compared: small letters, cut to what an index bears
	number          DOUBLE PRECISION, -- what is ordered: numbers, and instants in milliseconds
	state           TEXT    NOT NULL DEFAULT '', -- both copied from the conversation, as with tags, so that
	last_message_at BIGINT  NOT NULL DEFAULT 0,  -- a list by a value is one walk of one index
	PRIMARY KEY (object_id, field_id, place)
);
CREATE INDEX field_value_fold ON field_value (field_id, fold, state, last_message_at DESC, object_id DESC);
CREATE INDEX field_value_number ON field_value (field_id, number, object_id) WHERE number IS NOT NULL;
