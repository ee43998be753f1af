-- +goose Up
-- What is wrong with a channel, from when it was noted until it was over. Of each
-- part of a channel one trouble is open at a time.
CREATE TABLE channel_trouble (
	id         TEXT   PRIMARY KEY,
	channel_id TEXT   NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
	part       TEXT   NOT NULL CHECK (part IN ('in', 'out', 'grant', 'secret', 'missing', 'waiting', 'signing', 'answering')),
	state      TEXT   NOT NULL CHECK (state IN ('troubled', 'broken')),
	code       TEXT   NOT NULL,            -- why; a key of the words
	about      TEXT   NOT NULL,            -- JSON: values for those words
	since      BIGINT NOT NULL,            -- when it began
	noted_at   BIGINT NOT NULL,            -- when people were told
	over_at    BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX channel_trouble_open ON channel_trouble (channel_id, part) WHERE over_at = 0;
CREATE INDEX channel_trouble_channel ON channel_trouble (channel_id, noted_at DESC);

-- Who was told of a trouble by mail, by which other mailbox, or why not.
CREATE TABLE trouble_mail (
	trouble_id TEXT    NOT NULL REFERENCES channel_trouble (id) ON DELETE CASCADE,
	staff_id   TEXT    NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	over       BOOLEAN NOT NULL,            -- that it was over
	channel_id TEXT    NOT NULL DEFAULT '', -- the mailbox that it left by
	state      TEXT    NOT NULL CHECK (state IN ('left', 'none')),
	reason     TEXT    NOT NULL DEFAULT '', -- why none
	at         BIGINT  NOT NULL,
	PRIMARY KEY (trouble_id, staff_id, over)
);

-- Since when our own mail server, or a domain, lets us wait, and why in a code.
-- That a mailbox fails is told with its channel now.
ALTER TABLE mailbox DROP COLUMN told;

ALTER TABLE mail_delay ADD COLUMN since BIGINT NOT NULL DEFAULT 0;
ALTER TABLE mail_delay ADD COLUMN why TEXT NOT NULL DEFAULT '';
UPDATE mail_delay SET since = next_at;
CREATE INDEX outgoing_waiting ON outgoing (channel_id, first_try_at) WHERE state IN ('waiting', 'handing');
