-- +goose Up
-- A customer who does not want to wait in the chat, and would rather be called back.
CREATE TABLE callback (
	id              TEXT    PRIMARY KEY,
	conversation_id TEXT    NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
	queue_id        TEXT    NOT NULL DEFAULT '', -- in which it waited when it was asked for; '' = in none
	team_id         TEXT    NOT NULL DEFAULT '',
	phone           TEXT    NOT NULL,
	zone            TEXT    NOT NULL, -- the customer's, as Asia/Shanghai
	from_at         BIGINT  NOT NULL, -- not before
	until_at        BIGINT  NOT NULL, -- late from then on
	counts_from     BIGINT  NOT NULL, -- the order of the queue, as it was
	reasons         TEXT    NOT NULL DEFAULT '[]', -- JSON: what moves counts_from, in seconds
	state           TEXT    NOT NULL CHECK (state IN ('open', 'taken', 'done', 'not_reached', 'withdrawn')),
	tries           INTEGER NOT NULL DEFAULT 0, -- after which nobody was reached
	taken_by        TEXT    NOT NULL DEFAULT '', -- who calls, or called last
	because         TEXT    NOT NULL DEFAULT '', -- why it was withdrawn
	by_id           TEXT    NOT NULL DEFAULT '', -- who wrote it down; '' = the customer
	at              BIGINT  NOT NULL,
	ended_at        BIGINT  NOT NULL DEFAULT 0,
	CHECK ((state IN ('open', 'taken')) = (ended_at = 0)),
	CHECK (state <> 'taken' OR taken_by <> '')
);
CREATE UNIQUE INDEX callback_one ON callback (conversation_id) WHERE state IN ('open', 'taken');
CREATE INDEX callback_order ON callback (state, from_at, counts_from, id);
CREATE INDEX callback_conversation ON callback (conversation_id, at);

-- Each time somebody called.
CREATE TABLE callback_try (
	id          ${identity},
	callback_id TEXT     NOT NULL REFERENCES callback (id) ON DELETE CASCADE,
	staff_id    TEXT     NOT NULL,
	reached     SMALLINT NOT NULL CHECK (reached IN (0, 1)),
	note        TEXT     NOT NULL DEFAULT '',
	at          BIGINT   NOT NULL
);
CREATE INDEX callback_try_of ON callback_try (callback_id, id);

-- Whoever left a message instead of waiting: answers go by mail soon.
CREATE TABLE message_left (
	conversation_id TEXT   PRIMARY KEY REFERENCES conversation (id) ON DELETE CASCADE,
	at              BIGINT NOT NULL
);
