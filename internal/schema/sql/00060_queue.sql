-- +goose Up
-- A class of waiting work with one requirement.
CREATE TABLE queue (
	id           TEXT   PRIMARY KEY,
	requirement  TEXT   NOT NULL UNIQUE, -- all that follows in one text, so that each class is there once
	team_id      TEXT   NOT NULL DEFAULT '', -- '' = whoever it may be
	channel_kind TEXT   NOT NULL,
	language     TEXT   NOT NULL DEFAULT '', -- a base language; '' = whichever
	skills       TEXT   NOT NULL DEFAULT '[]', -- JSON: skills with their least level
	created_at   BIGINT NOT NULL
);
CREATE INDEX queue_team ON queue (team_id);

-- Who waits in it, until somebody takes them. Inside a queue the order never
-- changes by itself: it is the instant from which a place counts.
CREATE TABLE place (
	conversation_id TEXT    PRIMARY KEY REFERENCES conversation (id) ON DELETE CASCADE,
	queue_id        TEXT    NOT NULL REFERENCES queue (id),
	arrived         BIGINT  NOT NULL, -- the customer waits since
	counts_from     BIGINT  NOT NULL,
	reasons         TEXT    NOT NULL DEFAULT '[]', -- JSON: what moves counts_from, in seconds
	routing_version INTEGER NOT NULL, -- of the settings under which it was weighed
	entered_at      BIGINT  NOT NULL  -- into this queue
);
CREATE INDEX place_order ON place (queue_id, counts_from, conversation_id);
CREATE INDEX place_arrived ON place (queue_id, arrived, conversation_id);

-- A place that was left: how long it took, and why it ended.
CREATE TABLE departure (
	id              ${identity},
	conversation_id TEXT    NOT NULL,
	queue_id        TEXT    NOT NULL REFERENCES queue (id),
	arrived         BIGINT  NOT NULL,
	counts_from     BIGINT  NOT NULL,
	reasons         TEXT    NOT NULL DEFAULT '[]',
	routing_version INTEGER NOT NULL,
	entered_at      BIGINT  NOT NULL,
	left_at         BIGINT  NOT NULL,
	because         TEXT    NOT NULL CHECK (because IN ('taken', 'moved', 'answered', 'resolved', 'snoozed', 'merged')),
	staff_id        TEXT    NOT NULL DEFAULT ''
);
CREATE INDEX departure_queue ON departure (queue_id, left_at);
CREATE INDEX departure_left ON departure (left_at);
CREATE INDEX departure_conversation ON departure (conversation_id, left_at);

-- The settings of routing, each version as it was saved; without a row they are as usual.
CREATE TABLE routing (
	version  INTEGER PRIMARY KEY,
	settings TEXT    NOT NULL,
	by_id    TEXT    NOT NULL DEFAULT '',
	at       BIGINT  NOT NULL
);

-- Who was given what, and why they and not the others.
CREATE TABLE decision (
	id              TEXT   PRIMARY KEY,
	conversation_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
	queue_id        TEXT   NOT NULL,
	staff_id        TEXT   NOT NULL,
	way             TEXT   NOT NULL CHECK (way IN ('push', 'offer', 'next')),
	why             TEXT   NOT NULL DEFAULT '[]', -- JSON: reasons for the person
	reasons         TEXT   NOT NULL DEFAULT '[]', -- JSON: reasons for the place
	candidates      TEXT   NOT NULL DEFAULT '[]',
	passed_over     TEXT   NOT NULL DEFAULT '{}', -- JSON: how many could not, by reason
	arrived         BIGINT NOT NULL,
	at              BIGINT NOT NULL
);
CREATE INDEX decision_conversation ON decision (conversation_id, at);
CREATE INDEX decision_staff ON decision (staff_id, at);

-- Held while somebody is given something, so that two nodes never fill a person twice.
CREATE TABLE workload (
	staff_id TEXT   PRIMARY KEY REFERENCES staff (id) ON DELETE CASCADE,
	given_at BIGINT NOT NULL DEFAULT 0
);
