-- +goose Up
-- What was decided on answering a customer's mail by itself: sent, or why not; '' = nobody asked.
ALTER TABLE message ADD COLUMN auto_reply TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN auto_reply_details TEXT NOT NULL DEFAULT ''; -- JSON, or nothing

-- When somebody was last told that their mail is here.
CREATE TABLE acknowledged (
	contact_id TEXT   PRIMARY KEY REFERENCES contact (id) ON DELETE CASCADE,
	message_id TEXT   NOT NULL, -- theirs
	at         BIGINT NOT NULL
);

-- Mails that nobody pressed a button for, by address: an address gets a few of them in an hour.
CREATE TABLE automatic_mail (
	id      TEXT   PRIMARY KEY,
	address TEXT   NOT NULL, -- in small letters
	kind    TEXT   NOT NULL,
	at      BIGINT NOT NULL
);
CREATE INDEX automatic_mail_address ON automatic_mail (address, at);
CREATE INDEX automatic_mail_at ON automatic_mail (at);
