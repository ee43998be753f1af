-- +goose Up
-- Whether a customer has shown that they are who they say, by a code that went to an address known to be theirs.
CREATE TABLE identity_check (
	id              TEXT    PRIMARY KEY,
	conversation_id TEXT    NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
	contact_id      TEXT    NOT NULL,
	identity_id     TEXT    NOT NULL DEFAULT '',
	address         TEXT    NOT NULL DEFAULT '', -- where the code went; '' = no code, the customer would not
	state           TEXT    NOT NULL CHECK (state IN ('sent', 'passed', 'failed', 'expired', 'refused', 'unsent', 'replaced')),
	sealed          TEXT    NOT NULL DEFAULT '', -- the code, until its mail has left
	digest          TEXT    NOT NULL DEFAULT '', -- what tells the right code, while it counts
	tries           INTEGER NOT NULL DEFAULT 0,  -- that were wrong
	messages        TEXT    NOT NULL DEFAULT '', -- ids of messages that were compared
	channel_id      TEXT    NOT NULL DEFAULT '', -- by which the mail left
	reason          TEXT    NOT NULL DEFAULT '', -- why it did not leave
	staff_id        TEXT    NOT NULL,
	at              BIGINT  NOT NULL,
	until_at        BIGINT  NOT NULL DEFAULT 0,  -- the code counts; 0 = no code
	left_at         BIGINT  NOT NULL DEFAULT 0,
	ended_at        BIGINT  NOT NULL DEFAULT 0,
	ended_by        TEXT    NOT NULL DEFAULT '', -- who typed the code; '' = the customer's own message, or the clock
	message_id      TEXT    NOT NULL DEFAULT '', -- in which the code stood
	passed_until    BIGINT  NOT NULL DEFAULT 0,
	CHECK (state = 'sent' OR sealed = ''),
	CHECK (state = 'sent' OR digest = '')
);
CREATE UNIQUE INDEX identity_check_open ON identity_check (conversation_id) WHERE state = 'sent';
CREATE INDEX identity_check_newest ON identity_check (conversation_id, at DESC, id DESC);
CREATE INDEX identity_check_contact ON identity_check (contact_id, at);

-- Whoever may answer customers may ask them who they are.
UPDATE role SET permissions = REPLACE(permissions, '"conversation.reply"', '"conversation.reply","identity.check"')
	WHERE permissions NOT LIKE '%"identity.check"%';
