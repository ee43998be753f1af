-- +goose Up
-- An own status is a finer word for one of the four states. The first active one
-- of a state is what events that move a conversation there set.
CREATE TABLE status (
	id         TEXT    PRIMARY KEY,
	name_zh    TEXT    NOT NULL,
	name_en    TEXT    NOT NULL,
	state      TEXT    NOT NULL CHECK (state IN ('open', 'waiting', 'snoozed', 'resolved')),
	color      TEXT    NOT NULL DEFAULT 'grey',
	position   INTEGER NOT NULL DEFAULT 0,
	active     BOOLEAN NOT NULL DEFAULT TRUE,
	version    INTEGER NOT NULL DEFAULT 1,
	created_at BIGINT  NOT NULL,
	updated_at BIGINT  NOT NULL
);
ALTER TABLE conversation ADD COLUMN status_id TEXT NOT NULL DEFAULT ''; -- '' = no finer word than the state
CREATE INDEX conversation_status ON conversation (status_id, last_message_at DESC, id DESC) WHERE status_id <> '';
CREATE INDEX conversation_priority ON conversation (priority, state, last_message_at DESC, id DESC) WHERE priority <> 'normal';
-- With the id at their end, pages by waiting time are one walk.
DROP INDEX conversation_waiting;
DROP INDEX conversation_waiting_with;
DROP INDEX conversation_waiting_team;
CREATE INDEX conversation_waiting ON conversation (state, waiting_since, id) WHERE waiting_since > 0;
CREATE INDEX conversation_waiting_with ON conversation (assignee_id, state, waiting_since, id) WHERE waiting_since > 0;
CREATE INDEX conversation_waiting_team ON conversation (team_id, state, waiting_since, id) WHERE waiting_since > 0 AND team_id <> '';

CREATE TABLE saved_view (
	id         TEXT    PRIMARY KEY,
	staff_id   TEXT    NOT NULL, -- who made it
	name       TEXT    NOT NULL,
	color      TEXT    NOT NULL DEFAULT '',
	icon       TEXT    NOT NULL DEFAULT '',
	filter     TEXT    NOT NULL,
	audience   TEXT    NOT NULL CHECK (audience IN ('me', 'team', 'everybody')),
	team_id    TEXT    NOT NULL DEFAULT '',
	version    INTEGER NOT NULL DEFAULT 1,
	created_at BIGINT  NOT NULL,
	updated_at BIGINT  NOT NULL,
	CHECK ((audience = 'team') = (team_id <> ''))
);
CREATE INDEX saved_view_staff ON saved_view (staff_id);
-- In which order a person wants their views, as a list of keys and ids.
CREATE TABLE view_order (
	staff_id TEXT PRIMARY KEY,
	keys     TEXT NOT NULL
);
