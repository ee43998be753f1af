-- +goose Up
-- A conversation that was merged stays as a row, so that its number still opens;
-- the one it was merged into stands for it, and has its messages.
ALTER TABLE conversation ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
CREATE INDEX conversation_merged ON conversation (merged_into) WHERE merged_into <> '';
-- Where a message belongs when it stands in another conversation than its own; '' = in its own.
ALTER TABLE message ADD COLUMN first_conversation TEXT NOT NULL DEFAULT '';
CREATE INDEX message_first ON message (first_conversation, sent_at, id) WHERE first_conversation <> '';
-- The message that came or left under a name: where that message goes, answers to it follow.
ALTER TABLE thread_ref ADD COLUMN message_id TEXT NOT NULL DEFAULT '';

CREATE TABLE conversation_merge (
	id              TEXT    PRIMARY KEY,
	conversation_id TEXT    NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
	into_id         TEXT    NOT NULL,
	staff_id        TEXT    NOT NULL DEFAULT '',
	at              BIGINT  NOT NULL,
	messages        INTEGER NOT NULL,               -- how many moved
	because         TEXT    NOT NULL DEFAULT 'merge' CHECK (because IN ('merge', 'split_undone')),
	half            TEXT    NOT NULL,               -- how the merged one stood
	before          TEXT    NOT NULL,               -- how the other one stood before
	after           TEXT    NOT NULL,               -- and after
	undone_at       BIGINT  NOT NULL DEFAULT 0,
	undone_by       TEXT    NOT NULL DEFAULT ''
);
CREATE INDEX conversation_merge_half ON conversation_merge (conversation_id, at);
CREATE INDEX conversation_merge_into ON conversation_merge (into_id, at);

CREATE TABLE conversation_split (
	id              TEXT   PRIMARY KEY,
	from_id         TEXT   NOT NULL,
	conversation_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
	staff_id        TEXT   NOT NULL DEFAULT '',
	at              BIGINT NOT NULL,
	apart           TEXT   NOT NULL, -- how the new one stood at first
	before          TEXT   NOT NULL, -- how the old one stood before
	after           TEXT   NOT NULL, -- and after
	undone_at       BIGINT NOT NULL DEFAULT 0,
	undone_by       TEXT   NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX conversation_split_new ON conversation_split (conversation_id);
CREATE INDEX conversation_split_from ON conversation_split (from_id, at);
CREATE TABLE conversation_split_message (
	split_id           TEXT NOT NULL REFERENCES conversation_split (id) ON DELETE CASCADE,
	message_id         TEXT NOT NULL REFERENCES message (id) ON DELETE CASCADE,
	first_conversation TEXT NOT NULL, -- where the message belonged before
	PRIMARY KEY (split_id, message_id)
);
CREATE INDEX conversation_split_message_of ON conversation_split_message (message_id);
