-- +goose Up
-- What can be found by words. Tokens are made by us, the same for both databases.
CREATE TABLE word_doc (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	kind     TEXT   NOT NULL,
	owner_id TEXT   NOT NULL, -- the message, conversation or contact
	group_id TEXT   NOT NULL, -- the conversation or contact that a hit opens
	at       BIGINT NOT NULL,
	UNIQUE (kind, owner_id)
);
CREATE INDEX word_doc_group ON word_doc (group_id);
CREATE VIRTUAL TABLE word_index USING fts5 (tokens, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0 tokenchars '@._-+'");
