-- +goose Up
-- Events that mails bring: invitations, their changes and their ends. What stands is
-- the newest of one event by its own count, whichever mail came last.
CREATE TABLE invitation (
	message_id  TEXT    NOT NULL REFERENCES message (id) ON DELETE CASCADE,
	place       INTEGER NOT NULL, -- which event of the mail
	channel_id  TEXT    NOT NULL,
	uid         TEXT    NOT NULL,
	recurrence  TEXT    NOT NULL DEFAULT '', -- which date of a series; '' = all of it
	sequence    INTEGER NOT NULL,
	stamp       BIGINT  NOT NULL,
	method      TEXT    NOT NULL,
	calendar    TEXT    NOT NULL, -- as it came
	part        TEXT    NOT NULL DEFAULT '', -- what we answered
	answered_by TEXT    NOT NULL DEFAULT '',
	answered_at BIGINT  NOT NULL DEFAULT 0,
	PRIMARY KEY (message_id, place)
);
CREATE INDEX invitation_event ON invitation (channel_id, uid, recurrence);

-- The answer that a reply of ours carries, for the program of whoever invited.
CREATE TABLE invitation_answer (
	message_id TEXT NOT NULL PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
	address    TEXT NOT NULL, -- whom it goes to
	calendar   TEXT NOT NULL
);
