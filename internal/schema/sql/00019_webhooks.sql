-- +goose Up
-- Who is told of facts over HTTP. Reads the facts in their order, from its cursor on.
CREATE TABLE webhook (
	id             TEXT    PRIMARY KEY,
	name           TEXT    NOT NULL,
	url            TEXT    NOT NULL,
	events         TEXT    NOT NULL,               -- a JSON list: "message.arrived", "conversation.*", "*"
	content        TEXT    NOT NULL CHECK (content IN ('ids', 'objects')),
	secret         TEXT    NOT NULL,
	old_secret     TEXT    NOT NULL DEFAULT '',
	old_until      BIGINT  NOT NULL DEFAULT 0,     -- until when the old secret signs too
	state          TEXT    NOT NULL CHECK (state IN ('active', 'paused')),
	paused_because TEXT    NOT NULL DEFAULT '',    -- "person", "gone"
	cursor         BIGINT  NOT NULL,               -- facts up to here are in the log
	failures       INTEGER NOT NULL DEFAULT 0,     -- attempts that failed since the last that did not
	failing_since  BIGINT  NOT NULL DEFAULT 0,
	blocked_until  BIGINT  NOT NULL DEFAULT 0,     -- nothing is tried before
	delivered_at   BIGINT  NOT NULL DEFAULT 0,
	version        INTEGER NOT NULL DEFAULT 1,
	created_by     TEXT    NOT NULL,
	created_at     BIGINT  NOT NULL
);
CREATE TABLE webhook_delivery (
	id           ${identity},
	webhook_id   TEXT    NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
	event_id     TEXT    NOT NULL,                 -- the same for every attempt and replay of one event
	event        TEXT    NOT NULL,
	lane         TEXT    NOT NULL,
	fact_cursor  BIGINT  NOT NULL DEFAULT 0,
	body         TEXT    NOT NULL,                 -- without the objects, which are read when it leaves
	state        TEXT    NOT NULL CHECK (state IN ('pending', 'delivered', 'failed', 'dropped')),
	attempts     INTEGER NOT NULL DEFAULT 0,
	next_at      BIGINT  NOT NULL DEFAULT 0,
	status       INTEGER NOT NULL DEFAULT 0,       -- of the last answer; 0 = there was none
	reason       TEXT    NOT NULL DEFAULT '',      -- why the last attempt failed, as a code
	detail       TEXT    NOT NULL DEFAULT '',
	replay_of    BIGINT  NOT NULL DEFAULT 0,
	created_at   BIGINT  NOT NULL,
	done_at      BIGINT  NOT NULL DEFAULT 0
);
CREATE INDEX webhook_delivery_log ON webhook_delivery (webhook_id, id);
CREATE INDEX webhook_delivery_state ON webhook_delivery (webhook_id, state, id);
CREATE INDEX webhook_delivery_age ON webhook_delivery (created_at);
CREATE TABLE webhook_attempt (
	id          ${identity},
	delivery_id BIGINT  NOT NULL REFERENCES webhook_delivery (id) ON DELETE CASCADE,
	at          BIGINT  NOT NULL,
	took_ms     INTEGER NOT NULL,
	status      INTEGER NOT NULL DEFAULT 0,
	reason      TEXT    NOT NULL DEFAULT '',
	detail      TEXT    NOT NULL DEFAULT '',
	answer      TEXT    NOT NULL DEFAULT ''        -- the beginning of what the receiver said
);
CREATE INDEX webhook_attempt_delivery ON webhook_attempt (delivery_id, id);
