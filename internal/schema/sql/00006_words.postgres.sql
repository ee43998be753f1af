-- +goose Up
CREATE TABLE word_doc (
	id       BIGINT   PRIMARY KEY,
	kind     TEXT     NOT NULL,
	owner_id TEXT     NOT NULL,
	group_id TEXT     NOT NULL,
	tokens   tsvector NOT NULL,
	UNIQUE (kind, owner_id)
);
CREATE INDEX word_doc_group ON word_doc (group_id);
-- What waits to be sorted in is read through by every search, so it is kept short.
CREATE INDEX word_doc_tokens ON word_doc USING GIN (tokens) WITH (gin_pending_list_limit = 128);
