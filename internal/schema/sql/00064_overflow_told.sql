-- +goose Up
-- A queue may overflow because of the wait that is expected in it; -1 = nothing is known of it.
ALTER TABLE overflow ADD COLUMN expected_seconds BIGINT NOT NULL DEFAULT -1;
ALTER TABLE overflow_switch ADD COLUMN expected_seconds BIGINT NOT NULL DEFAULT -1;

-- A notification may be about a queue. Neither database changes a condition in the same words, so the table is made anew.
CREATE TABLE notification_anew (
	id              TEXT    PRIMARY KEY,
	staff_id        TEXT    NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	kind            TEXT    NOT NULL,
	conversation_id TEXT    REFERENCES conversation (id) ON DELETE CASCADE,
	trouble_id      TEXT    REFERENCES channel_trouble (id) ON DELETE CASCADE,
	queue_id        TEXT    REFERENCES queue (id) ON DELETE CASCADE,
	message_id      TEXT    NOT NULL DEFAULT '',
	by_id           TEXT    NOT NULL DEFAULT '', -- the colleague who did it; '' = a customer or the clock
	about           TEXT    NOT NULL DEFAULT '{}', -- JSON: how the queue stood
	fact_cursor     BIGINT  NOT NULL,
	quiet           BOOLEAN NOT NULL DEFAULT FALSE, -- pushed only: its reader does not want it in the page
	at              BIGINT  NOT NULL,
	seen_at         BIGINT  NOT NULL DEFAULT 0,
	held            BOOLEAN NOT NULL DEFAULT FALSE, -- nothing was pushed: it came in quiet hours
	UNIQUE (staff_id, kind, fact_cursor),
	CHECK ((conversation_id IS NOT NULL AND trouble_id IS NULL AND queue_id IS NULL)
		OR (conversation_id IS NULL AND trouble_id IS NOT NULL AND queue_id IS NULL)
		OR (conversation_id IS NULL AND trouble_id IS NULL AND queue_id IS NOT NULL))
);
INSERT INTO notification_anew (id, staff_id, kind, conversation_id, trouble_id, message_id, by_id, fact_cursor, quiet, at, seen_at, held)
	SELECT id, staff_id, kind, conversation_id, trouble_id, message_id, by_id, fact_cursor, quiet, at, seen_at, held FROM notification;
DROP TABLE notification;
ALTER TABLE notification_anew RENAME TO notification;
CREATE INDEX notification_newest ON notification (staff_id, at DESC, id DESC);
CREATE INDEX notification_unseen ON notification (staff_id, conversation_id) WHERE seen_at = 0;
CREATE INDEX notification_conversation ON notification (conversation_id);
CREATE INDEX notification_trouble ON notification (trouble_id);
CREATE INDEX notification_queue ON notification (queue_id);
CREATE INDEX notification_age ON notification (at);
