-- +goose Up
-- What can be found by words. Tokens are made by us, the same for both databases,
-- so the tokenizer only has to part them at spaces.
CREATE TABLE word_doc (
	id       INTEGER PRIMARY KEY, -- grows with the time of what it stands for: newest first is a walk of the index
	kind     TEXT NOT NULL,
	owner_id TEXT NOT NULL, -- the message, conversation or contact
	group_id TEXT NOT NULL, -- the conversation or contact that a hit opens
	UNIQUE (kind, owner_id)
);
CREATE INDEX word_doc_group ON word_doc (group_id);
CREATE VIRTUAL TABLE word_index USING fts5 (tokens, content = '', contentless_delete = 1, tokenize = "ascii tokenchars '~=@._-+#'");
