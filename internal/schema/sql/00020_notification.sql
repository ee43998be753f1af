-- +goose Up
-- What people are told because it concerns them. Made from facts, in their order.
CREATE TABLE notification (
	id              TEXT    PRIMARY KEY,
	staff_id        TEXT    NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	kind            TEXT    NOT NULL CHECK (kind IN ('mentioned', 'assigned', 'replied', 'awake', 'failed')),
	conversation_id TEXT    NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
	message_id      TEXT    NOT NULL DEFAULT '',
	by_id           TEXT    NOT NULL DEFAULT '', -- the colleague who did it; '' = a customer or the clock
	fact_cursor     BIGINT  NOT NULL,
	quiet           BOOLEAN NOT NULL DEFAULT FALSE, -- pushed only: its reader does not want it in the page
	at              BIGINT  NOT NULL,
	seen_at         BIGINT  NOT NULL DEFAULT 0,
	UNIQUE (staff_id, kind, fact_cursor)
);
CREATE INDEX notification_newest ON notification (staff_id, at DESC, id DESC);
CREATE INDEX notification_unseen ON notification (staff_id, conversation_id) WHERE seen_at = 0;
CREATE INDEX notification_conversation ON notification (conversation_id);
CREATE INDEX notification_age ON notification (at);
-- What is not here is wanted both ways.
CREATE TABLE notification_preference (
	staff_id TEXT    NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	kind     TEXT    NOT NULL,
	page     BOOLEAN NOT NULL,
	push     BOOLEAN NOT NULL,
	PRIMARY KEY (staff_id, kind)
);
-- A browser that may be told things while no page of ours is open.
CREATE TABLE push_subscription (
	id         TEXT   PRIMARY KEY,
	staff_id   TEXT   NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	endpoint   TEXT   NOT NULL UNIQUE,
	p256dh     TEXT   NOT NULL,
	auth       TEXT   NOT NULL,
	agent      TEXT   NOT NULL DEFAULT '',
	created_at BIGINT NOT NULL
);
CREATE INDEX push_subscription_staff ON push_subscription (staff_id, created_at);
-- How far the facts have been read. What happened before this table was there
-- concerns nobody any more.
CREATE TABLE notification_reader (cursor BIGINT NOT NULL);
INSERT INTO notification_reader (cursor) SELECT COALESCE(MAX(cursor), 0) FROM fact;
