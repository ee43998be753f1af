-- +goose Up
-- A mail that answers an old thread under another subject: a new matter, perhaps. A person decides.
CREATE TABLE split_proposal (
	message_id      TEXT   PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
	conversation_id TEXT   NOT NULL, -- where the message stands
	because         TEXT   NOT NULL CHECK (because IN ('subject_changed')),
	was             TEXT   NOT NULL, -- the subject until then
	subject         TEXT   NOT NULL,
	at              BIGINT NOT NULL,
	state           TEXT   NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'dismissed', 'undone')),
	staff_id        TEXT   NOT NULL DEFAULT '',
	decided_at      BIGINT NOT NULL DEFAULT 0,
	made_id         TEXT   NOT NULL DEFAULT '', -- the conversation that was begun
	CHECK ((state = 'open') = (decided_at = 0))
);
CREATE INDEX split_proposal_conversation ON split_proposal (conversation_id);
CREATE INDEX split_proposal_made ON split_proposal (made_id) WHERE made_id <> '';

-- Who takes part in a conversation by mail besides its contact: who was copied by somebody
-- known, and who came with our reference and was known to nobody.
CREATE TABLE participant (
	conversation_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
	address         TEXT   NOT NULL, -- in small letters
	name            TEXT   NOT NULL DEFAULT '',
	standing        TEXT   NOT NULL CHECK (standing IN ('known', 'stranger', 'refused')),
	because         TEXT   NOT NULL CHECK (because IN ('copied', 'unknown_sender', 'accepted', 'refused')),
	message_id      TEXT   NOT NULL, -- by which they came
	at              BIGINT NOT NULL,
	staff_id        TEXT   NOT NULL DEFAULT '',
	decided_at      BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (conversation_id, address)
);
CREATE INDEX participant_address ON participant (address);

-- Mails of machines that would have taken up again what was done or put off.
CREATE TABLE machine_reopening (
	message_id      TEXT    PRIMARY KEY,
	conversation_id TEXT    NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
	reopened        BOOLEAN NOT NULL,
	at              BIGINT  NOT NULL
);
CREATE INDEX machine_reopening_conversation ON machine_reopening (conversation_id, at);
