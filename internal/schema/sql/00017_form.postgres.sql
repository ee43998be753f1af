-- +goose Up
ALTER TABLE channel DROP CONSTRAINT channel_kind_check;
ALTER TABLE channel ADD CONSTRAINT channel_kind_check CHECK (kind IN ('webchat', 'email', 'api', 'form'));

-- A mail with replies that a visitor did not read in the chat.
CREATE TABLE continuation (
	id              TEXT    PRIMARY KEY,
	conversation_id TEXT    NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
	channel_id      TEXT    NOT NULL, -- the mailbox that it leaves by
	address         TEXT    NOT NULL,
	state           TEXT    NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'needless')),
	reason          TEXT    NOT NULL DEFAULT '',
	resumed         INTEGER NOT NULL DEFAULT 0, -- how often its link has opened the chat
	created_at      BIGINT  NOT NULL,
	sent_at         BIGINT  NOT NULL DEFAULT 0
);
CREATE INDEX continuation_conversation ON continuation (conversation_id, created_at);
-- A reply is told by one mail only.
CREATE TABLE continuation_reply (
	message_id      TEXT PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
	continuation_id TEXT NOT NULL REFERENCES continuation (id) ON DELETE CASCADE
);
CREATE INDEX continuation_reply_of ON continuation_reply (continuation_id);
-- The visitor wants no more mail about this conversation.
CREATE TABLE continuation_stop (
	conversation_id TEXT   PRIMARY KEY REFERENCES conversation (id) ON DELETE CASCADE,
	at              BIGINT NOT NULL
);
