-- +goose Up
-- When a reply that is held up is tried again; 0 = it is not.
ALTER TABLE message ADD COLUMN next_try_at BIGINT NOT NULL DEFAULT 0;

-- An address that mail came back from, until it is heard of again.
ALTER TABLE identity ADD COLUMN bounced_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE identity ADD COLUMN bounced_because TEXT NOT NULL DEFAULT '';
ALTER TABLE identity ADD COLUMN bounced_said TEXT NOT NULL DEFAULT '';

-- Each reply on its way out: what was meant is written before the mail server is
-- given the words, what came of it after. Handing and nothing after it is unknown.
CREATE TABLE outgoing (
	message_id   TEXT    PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
	channel_id   TEXT    NOT NULL, -- the mailbox that it leaves by
	address      TEXT    NOT NULL, -- whose, in small letters
	state        TEXT    NOT NULL CHECK (state IN ('waiting', 'handing', 'left', 'unknown', 'bounced', 'failed')),
	first_try_at BIGINT  NOT NULL,
	at           BIGINT  NOT NULL
);
CREATE INDEX outgoing_address ON outgoing (address, at);

-- A domain that asks us to come back later, and for which others need not try.
-- '' is our own mail server.
CREATE TABLE mail_delay (
	channel_id TEXT    NOT NULL,
	domain     TEXT    NOT NULL,
	tries      INTEGER NOT NULL,
	next_at    BIGINT  NOT NULL,
	said       TEXT    NOT NULL,
	PRIMARY KEY (channel_id, domain)
);

-- The key that a channel signs its mail with (RFC 6376).
CREATE TABLE dkim_key (
	channel_id TEXT    PRIMARY KEY REFERENCES channel (id),
	domain     TEXT    NOT NULL,
	selector   TEXT    NOT NULL,
	sealed     TEXT    NOT NULL, -- the private key, readable with the installation's own key only
	public     TEXT    NOT NULL,
	signs      BOOLEAN NOT NULL DEFAULT FALSE,
	found      TEXT    NOT NULL DEFAULT '' CHECK (found IN ('', 'right', 'missing', 'other')),
	checked_at BIGINT  NOT NULL DEFAULT 0,
	created_at BIGINT  NOT NULL
);

-- What stands below the mails of somebody of ours.
CREATE TABLE signature (
	staff_id   TEXT    PRIMARY KEY,
	text       TEXT    NOT NULL,
	html       TEXT    NOT NULL,
	updated_at BIGINT  NOT NULL
);
