-- +goose NO TRANSACTION
-- +goose Up
-- A CHECK cannot be changed here, so the table is made anew. Other tables refer to
-- it, which is why foreign keys rest meanwhile, and why this cannot run inside the
-- transaction of the migration: the pragma would do nothing there. It may run twice.
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
DROP TABLE IF EXISTS channel_anew;
CREATE TABLE channel_anew (
	id               TEXT    PRIMARY KEY,
	key              TEXT    NOT NULL UNIQUE,
	kind             TEXT    NOT NULL CHECK (kind IN ('webchat', 'email', 'api', 'form')),
	name             TEXT    NOT NULL,
	secret           TEXT    NOT NULL,
	settings         TEXT    NOT NULL DEFAULT '{}',
	state            TEXT    NOT NULL CHECK (state IN ('active', 'closed')),
	last_inbound_at  BIGINT  NOT NULL DEFAULT 0,
	last_outbound_at BIGINT  NOT NULL DEFAULT 0,
	version          INTEGER NOT NULL DEFAULT 1,
	created_at       BIGINT  NOT NULL
);
INSERT INTO channel_anew (id, key, kind, name, secret, settings, state, last_inbound_at, last_outbound_at, version, created_at)
	SELECT id, key, kind, name, secret, settings, state, last_inbound_at, last_outbound_at, version, created_at FROM channel;
DROP TABLE channel;
ALTER TABLE channel_anew RENAME TO channel;
-- A mail with replies that a visitor did not read in the chat.
CREATE TABLE IF NOT EXISTS continuation (
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
CREATE INDEX IF NOT EXISTS continuation_conversation ON continuation (conversation_id, created_at);
-- A reply is told by one mail only.
CREATE TABLE IF NOT EXISTS continuation_reply (
	message_id      TEXT PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
	continuation_id TEXT NOT NULL REFERENCES continuation (id) ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS continuation_reply_of ON continuation_reply (continuation_id);
-- The visitor wants no more mail about this conversation.
CREATE TABLE IF NOT EXISTS continuation_stop (
	conversation_id TEXT   PRIMARY KEY REFERENCES conversation (id) ON DELETE CASCADE,
	at              BIGINT NOT NULL
);
COMMIT;
PRAGMA foreign_keys = ON;
