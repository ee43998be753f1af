-- +goose Up
-- Somebody had what is hidden in a message shown. It stays when the message goes.
CREATE TABLE unmasking (
	id              TEXT   PRIMARY KEY,
	message_id      TEXT   NOT NULL,
	conversation_id TEXT   NOT NULL,
	contact_id      TEXT   NOT NULL,
	staff_id        TEXT   NOT NULL,
	token_id        TEXT   NOT NULL DEFAULT '',
	kinds           TEXT   NOT NULL, -- JSON
	reason          TEXT   NOT NULL CHECK (reason IN ('identity', 'request', 'correction', 'authority', 'other')),
	words           TEXT   NOT NULL DEFAULT '',
	at              BIGINT NOT NULL,
	until_at        BIGINT NOT NULL,
	ip              TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX unmasking_staff ON unmasking (staff_id, at);
CREATE INDEX unmasking_contact ON unmasking (contact_id, at);
CREATE INDEX unmasking_conversation ON unmasking (conversation_id);
CREATE INDEX unmasking_at ON unmasking (at);
