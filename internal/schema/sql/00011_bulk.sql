-- +goose Up
CREATE TABLE bulk_action (
	id          TEXT    PRIMARY KEY,
	staff_id    TEXT    NOT NULL,
	acts        TEXT    NOT NULL,
	query       TEXT    NOT NULL DEFAULT '', -- '' = the conversations were named one by one
	as_of       BIGINT  NOT NULL DEFAULT 0,  -- the cursor of what the person was looking at
	state       TEXT    NOT NULL CHECK (state IN ('gathering', 'running', 'done', 'cancelled', 'undoing', 'undone')),
	total       INTEGER NOT NULL DEFAULT 0,
	created_at  BIGINT  NOT NULL,
	finished_at BIGINT  NOT NULL DEFAULT 0
);
CREATE INDEX bulk_action_staff ON bulk_action (staff_id, created_at);
CREATE INDEX bulk_action_age ON bulk_action (created_at);
-- What became of each conversation. before is how it stood, until it may no longer be undone.
CREATE TABLE bulk_item (
	bulk_id         TEXT    NOT NULL REFERENCES bulk_action (id) ON DELETE CASCADE,
	conversation_id TEXT    NOT NULL,
	state           TEXT    NOT NULL CHECK (state IN ('pending', 'done', 'same', 'refused', 'undone', 'kept')),
	reason          TEXT    NOT NULL DEFAULT '',
	before          TEXT    NOT NULL DEFAULT '',
	version         INTEGER NOT NULL DEFAULT 0, -- of the conversation, after the action
	PRIMARY KEY (bulk_id, conversation_id)
);
CREATE INDEX bulk_item_state ON bulk_item (bulk_id, state, conversation_id);
