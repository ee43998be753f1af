-- +goose Up
-- What becomes of conversations that wait for us when their assignee has been offline for so long.
ALTER TABLE team ADD COLUMN absence TEXT NOT NULL DEFAULT 'stay' CHECK (absence IN ('stay', 'return'));
ALTER TABLE team ADD COLUMN absence_minutes INTEGER NOT NULL DEFAULT 30 CHECK (absence_minutes BETWEEN 1 AND 1440);
-- One more kind. Neither database changes a condition in the same words, so the table is made anew.
CREATE TABLE notification_anew (
	id              TEXT    PRIMARY KEY,
	staff_id        TEXT    NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	kind            TEXT    NOT NULL CHECK (kind IN ('mentioned', 'assigned', 'replied', 'returned', 'awake', 'failed')),
	conversation_id TEXT    NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
	message_id      TEXT    NOT NULL DEFAULT '',
	by_id           TEXT    NOT NULL DEFAULT '', -- the colleague who did it; '' = a customer or the clock
	fact_cursor     BIGINT  NOT NULL,
	quiet           BOOLEAN NOT NULL DEFAULT FALSE, -- pushed only: its reader does not want it in the page
	at              BIGINT  NOT NULL,
	seen_at         BIGINT  NOT NULL DEFAULT 0,
	UNIQUE (staff_id, kind, fact_cursor)
);
INSERT INTO notification_anew (id, staff_id, kind, conversation_id, message_id, by_id, fact_cursor, quiet, at, seen_at)
	SELECT id, staff_id, kind, conversation_id, message_id, by_id, fact_cursor, quiet, at, seen_at FROM notification;
DROP TABLE notification;
ALTER TABLE notification_anew RENAME TO notification;
CREATE INDEX notification_newest ON notification (staff_id, at DESC, id DESC);
CREATE INDEX notification_unseen ON notification (staff_id, conversation_id) WHERE seen_at = 0;
CREATE INDEX notification_conversation ON notification (conversation_id);
CREATE INDEX notification_age ON notification (at);
-- Who waits for somebody to take them, in their order: a team's, else those of a channel.
CREATE INDEX conversation_queue ON conversation (COALESCE(NULLIF(team_id, ''), channel_id), waiting_since, id)
	WHERE state = 'open' AND assignee_id = '' AND waiting_since > 0;
