-- +goose Up
-- What must not wait, from when it was found until somebody has dealt with it.
CREATE TABLE risk (
	id         TEXT    PRIMARY KEY,
	message_id TEXT    NOT NULL REFERENCES message (id) ON DELETE CASCADE,
	kind       TEXT    NOT NULL,
	spans      TEXT    NOT NULL, -- JSON: places in the text that was read
	state      TEXT    NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'handled', 'false_alarm')),
	note       TEXT    NOT NULL DEFAULT '', -- of whoever dealt with it
	closed_by  TEXT    NOT NULL DEFAULT '',
	closed_at  BIGINT  NOT NULL DEFAULT 0,
	at         BIGINT  NOT NULL,
	UNIQUE (message_id, kind)
);
CREATE INDEX risk_newest ON risk (state, at DESC, id DESC);
-- What follows when a risk is found, for each kind that the house has ruled otherwise than usual.
CREATE TABLE risk_rule (
	kind        TEXT    PRIMARY KEY,
	roles       TEXT    NOT NULL, -- JSON: who is told
	teams       TEXT    NOT NULL, -- JSON
	people      TEXT    NOT NULL, -- JSON
	priority    TEXT    NOT NULL DEFAULT '' CHECK (priority IN ('', 'high', 'urgent')),
	tag         TEXT    NOT NULL DEFAULT '',
	guidance_zh TEXT    NOT NULL DEFAULT '', -- to whoever answers; '' = the usual words
	guidance_en TEXT    NOT NULL DEFAULT '',
	active      BOOLEAN NOT NULL DEFAULT TRUE,
	version     INTEGER NOT NULL DEFAULT 1,
	updated_at  BIGINT  NOT NULL
);
-- Words that were a false alarm, and whether nothing is raised for them any more. They are words of our own lists.
CREATE TABLE risk_words (
	kind         TEXT    NOT NULL,
	words        TEXT    NOT NULL,
	false_alarms INTEGER NOT NULL DEFAULT 0,
	quiet        BOOLEAN NOT NULL DEFAULT FALSE,
	staff_id     TEXT    NOT NULL DEFAULT '',
	at           BIGINT  NOT NULL,
	PRIMARY KEY (kind, words)
);
-- One more kind of notification. Which kinds there are the program knows; a list here had to be made anew each time.
CREATE TABLE notification_anew (
	id              TEXT    PRIMARY KEY,
	staff_id        TEXT    NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	kind            TEXT    NOT NULL,
	conversation_id TEXT    REFERENCES conversation (id) ON DELETE CASCADE,
	trouble_id      TEXT    REFERENCES channel_trouble (id) ON DELETE CASCADE,
	message_id      TEXT    NOT NULL DEFAULT '',
	by_id           TEXT    NOT NULL DEFAULT '', -- the colleague who did it; '' = a customer or the clock
	fact_cursor     BIGINT  NOT NULL,
	quiet           BOOLEAN NOT NULL DEFAULT FALSE, -- pushed only: its reader does not want it in the page
	at              BIGINT  NOT NULL,
	seen_at         BIGINT  NOT NULL DEFAULT 0,
	held            BOOLEAN NOT NULL DEFAULT FALSE, -- nothing was pushed: it came in quiet hours
	UNIQUE (staff_id, kind, fact_cursor),
	CHECK ((conversation_id IS NULL) <> (trouble_id IS NULL))
);
INSERT INTO notification_anew (id, staff_id, kind, conversation_id, trouble_id, message_id, by_id, fact_cursor, quiet, at, seen_at, held)
	SELECT id, staff_id, kind, conversation_id, trouble_id, message_id, by_id, fact_cursor, quiet, at, seen_at, held FROM notification;
DROP TABLE notification;
ALTER TABLE notification_anew RENAME TO notification;
CREATE INDEX notification_newest ON notification (staff_id, at DESC, id DESC);
CREATE INDEX notification_unseen ON notification (staff_id, conversation_id) WHERE seen_at = 0;
CREATE INDEX notification_conversation ON notification (conversation_id);
CREATE INDEX notification_trouble ON notification (trouble_id);
CREATE INDEX notification_age ON notification (at);
