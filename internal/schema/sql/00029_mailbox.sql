-- +goose Up
-- How the fetching of a channel's mailbox stands, and who does it.
CREATE TABLE mailbox (
	channel_id    TEXT    PRIMARY KEY REFERENCES channel (id),
	name          TEXT    NOT NULL,                 -- user@host/folder; another name begins anew
	uid_validity  BIGINT  NOT NULL DEFAULT 0,
	first_uid     BIGINT  NOT NULL DEFAULT 1,       -- mails below were there before we began, and are left
	state         TEXT    NOT NULL CHECK (state IN ('waiting', 'fetching', 'listening', 'failing')),
	reason        TEXT    NOT NULL DEFAULT '',
	said          TEXT    NOT NULL DEFAULT '',
	failing_since BIGINT  NOT NULL DEFAULT 0,
	told          BOOLEAN NOT NULL DEFAULT FALSE,   -- that it fails, to people
	next_at       BIGINT  NOT NULL DEFAULT 0,
	backlog       INTEGER NOT NULL DEFAULT 0,
	complete_at   BIGINT  NOT NULL DEFAULT 0,
	reconciled_at BIGINT  NOT NULL DEFAULT 0,
	node          TEXT    NOT NULL DEFAULT '',      -- who fetches, until lease_until
	lease_until   BIGINT  NOT NULL DEFAULT 0
);

-- What became of each mail, by the number that the mailbox gives it.
CREATE TABLE mailbox_line (
	channel_id      TEXT    NOT NULL,
	mailbox         TEXT    NOT NULL,
	uid_validity    BIGINT  NOT NULL,
	uid             BIGINT  NOT NULL,
	outcome         TEXT    NOT NULL CHECK (outcome IN ('conversation', 'duplicate', 'automatic', 'bounce', 'unreadable', 'deleted')),
	conversation_id TEXT    NOT NULL DEFAULT '',
	message_id      TEXT    NOT NULL DEFAULT '',
	size            INTEGER NOT NULL,
	came_at         BIGINT  NOT NULL DEFAULT 0,
	at              BIGINT  NOT NULL,
	PRIMARY KEY (channel_id, mailbox, uid_validity, uid)
);
CREATE INDEX mailbox_line_outcome ON mailbox_line (channel_id, mailbox, outcome, at DESC, uid DESC);
CREATE INDEX mailbox_line_message ON mailbox_line (message_id);
CREATE INDEX mailbox_line_conversation ON mailbox_line (conversation_id);

CREATE TABLE reconciliation (
	id           TEXT    PRIMARY KEY,
	channel_id   TEXT    NOT NULL,
	mailbox      TEXT    NOT NULL,
	uid_validity BIGINT  NOT NULL,
	first_uid    BIGINT  NOT NULL,
	in_mailbox   INTEGER NOT NULL,
	in_ledger    INTEGER NOT NULL,
	missing      TEXT    NOT NULL, -- a JSON list of UIDs, the newest hundred
	difference   INTEGER NOT NULL,
	gone         INTEGER NOT NULL,
	counts       TEXT    NOT NULL, -- JSON: by outcome
	staff_id     TEXT    NOT NULL DEFAULT '',
	at           BIGINT  NOT NULL
);
CREATE INDEX reconciliation_channel ON reconciliation (channel_id, at DESC);
