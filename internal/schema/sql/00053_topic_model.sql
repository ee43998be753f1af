-- +goose Up
-- What was learned of topics from examples, each time that it was tried.
CREATE TABLE topic_model (
	id         TEXT    PRIMARY KEY,
	state      TEXT    NOT NULL CHECK (state IN ('active', 'replaced', 'worse', 'too_few')),
	version    TEXT    NOT NULL DEFAULT '', -- of the model, by what it holds
	texts      INTEGER NOT NULL,            -- it was learned from so many
	topics     INTEGER NOT NULL,
	right_in   INTEGER NOT NULL DEFAULT 0,  -- thousandths of texts that it had not seen
	answered   INTEGER NOT NULL DEFAULT 0,  -- the same, unknown being a wrong answer
	taught     TEXT    NOT NULL,            -- what it was learned from, as a digest
	data       TEXT    NOT NULL DEFAULT '', -- the model, packed; '' where it is not used
	at         BIGINT  NOT NULL
);
CREATE INDEX topic_model_newest ON topic_model (at, id);
CREATE UNIQUE INDEX topic_model_active ON topic_model (state) WHERE state = 'active';
