-- +goose Up
-- The keys with which mail is opened that was encrypted for a mailbox (S/MIME). What
-- is secret is sealed and never shown again.
CREATE TABLE smime_key (
	id          TEXT   PRIMARY KEY,
	channel_id  TEXT   NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
	fingerprint TEXT   NOT NULL,            -- SHA-256 of the certificate
	subject     TEXT   NOT NULL,
	addresses   TEXT   NOT NULL,            -- JSON
	issuer      TEXT   NOT NULL,
	valid_from  BIGINT NOT NULL,
	valid_until BIGINT NOT NULL,
	chain       TEXT   NOT NULL,            -- PEM: its certificate, and those behind it
	sealed      TEXT   NOT NULL,
	added_by    TEXT   NOT NULL,
	added_at    BIGINT NOT NULL,
	UNIQUE (channel_id, fingerprint)
);

-- Whom we believe who signed, beside the authorities that the system knows.
CREATE TABLE smime_authority (
	id          TEXT    PRIMARY KEY,
	fingerprint TEXT    NOT NULL UNIQUE,
	subject     TEXT    NOT NULL,
	issues      BOOLEAN NOT NULL,           -- it vouches for others; else for itself alone
	valid_until BIGINT  NOT NULL,
	certificate TEXT    NOT NULL,           -- PEM
	added_by    TEXT    NOT NULL,
	added_at    BIGINT  NOT NULL
);

-- What a mail's signature and its envelope were found to be; '' = it has none.
ALTER TABLE mail_trust ADD COLUMN signature TEXT NOT NULL DEFAULT '';
ALTER TABLE mail_trust ADD COLUMN encryption TEXT NOT NULL DEFAULT '';

-- One more side of a channel that may be in trouble. Neither database changes a
-- condition in the same words, so the column is made anew.
DROP INDEX channel_trouble_open;
ALTER TABLE channel_trouble ADD COLUMN side TEXT NOT NULL DEFAULT 'in'
	CHECK (side IN ('in', 'out', 'grant', 'secret', 'missing', 'waiting', 'signing', 'answering', 'certificate'));
UPDATE channel_trouble SET side = part;
ALTER TABLE channel_trouble DROP COLUMN part;
ALTER TABLE channel_trouble RENAME COLUMN side TO part;
CREATE UNIQUE INDEX channel_trouble_open ON channel_trouble (channel_id, part) WHERE over_at = 0;

-- Whom mail belongs to that was sent in somebody's name without their domain: one
-- contact for each address, by the server that found it out.
CREATE TABLE disowned_sender (
	receiver   TEXT NOT NULL,
	address    TEXT NOT NULL,
	contact_id TEXT NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
	PRIMARY KEY (receiver, address)
);
CREATE INDEX disowned_sender_contact ON disowned_sender (contact_id);
