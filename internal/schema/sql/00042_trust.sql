-- +goose Up
-- What speaks for and against the sender of a mail.
CREATE TABLE mail_trust (
	message_id     TEXT   PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
	channel_id     TEXT   NOT NULL,
	address        TEXT   NOT NULL,            -- of the From, in small letters
	seen           TEXT   NOT NULL DEFAULT '', -- the server whose findings stand on top, trusted or not
	receiver       TEXT   NOT NULL DEFAULT '', -- the trusted one whose findings these are
	proof          TEXT   NOT NULL CHECK (proof IN ('verified', 'failed', 'unproven', 'unchecked')),
	reason         TEXT   NOT NULL,
	checks         TEXT   NOT NULL DEFAULT '[]',
	warnings       TEXT   NOT NULL DEFAULT '[]',
	pictures_by    TEXT   NOT NULL DEFAULT '', -- who asked to see them in this mail
	pictures_at    BIGINT NOT NULL DEFAULT 0,
	at             BIGINT NOT NULL
);
CREATE INDEX mail_trust_channel ON mail_trust (channel_id, at);

-- What people decided about a sender: always its pictures, or that a warning does not hold.
CREATE TABLE sender_choice (
	address  TEXT   NOT NULL,
	about    TEXT   NOT NULL, -- pictures, or the code of a warning
	staff_id TEXT   NOT NULL,
	at       BIGINT NOT NULL,
	until_at BIGINT NOT NULL DEFAULT 0, -- 0 = until it is taken back
	PRIMARY KEY (address, about)
);

-- Our copies of pictures that mails load from elsewhere. What could not be fetched
-- says why, and is asked for again after a while.
CREATE TABLE remote_picture (
	message_id TEXT    NOT NULL REFERENCES message (id) ON DELETE CASCADE,
	place      INTEGER NOT NULL, -- which of the mail's addresses
	source     TEXT    NOT NULL,
	sha256     TEXT    NOT NULL DEFAULT '',
	media_type TEXT    NOT NULL DEFAULT '',
	failed     TEXT    NOT NULL DEFAULT '',
	at         BIGINT  NOT NULL,
	PRIMARY KEY (message_id, place)
);
CREATE INDEX remote_picture_file ON remote_picture (sha256) WHERE sha256 <> '';
