-- +goose Up
CREATE TABLE draft (
	conversation_id TEXT    NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
	staff_id        TEXT    NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	kind            TEXT    NOT NULL CHECK (kind IN ('reply', 'note')),
	text            TEXT    NOT NULL DEFAULT '',
	html            TEXT    NOT NULL DEFAULT '',
	attachments     TEXT    NOT NULL DEFAULT '[]',
	version         INTEGER NOT NULL DEFAULT 1,
	updated_at      BIGINT  NOT NULL,
	PRIMARY KEY (conversation_id, staff_id)
);
