-- +goose Up
-- A macro done to many conversations, as it was when the order was given; '' = none.
ALTER TABLE bulk_action ADD COLUMN macro TEXT NOT NULL DEFAULT '';
-- Two conversations of which somebody said that they are not one matter. They are
-- proposed again only when more speaks for it than then.
CREATE TABLE conversation_distinct (
	one_id   TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
	other_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
	evidence TEXT   NOT NULL,
	staff_id TEXT   NOT NULL,
	at       BIGINT NOT NULL,
	PRIMARY KEY (one_id, other_id),
	CHECK (one_id < other_id)
);
CREATE INDEX conversation_distinct_other ON conversation_distinct (other_id);
