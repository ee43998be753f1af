-- +goose Up
-- Somebody is asked whether they take a conversation, for a short time.
CREATE TABLE offer (
	id              TEXT   PRIMARY KEY,
	conversation_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
	queue_id        TEXT   NOT NULL,
	staff_id        TEXT   NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	state           TEXT   NOT NULL CHECK (state IN ('open', 'accepted', 'refused', 'missed', 'withdrawn')),
	because         TEXT   NOT NULL DEFAULT '', -- of a refusal
	decision        TEXT   NOT NULL,            -- JSON: what becomes a decision when it is accepted
	at              BIGINT NOT NULL,
	until           BIGINT NOT NULL,
	answered_at     BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX offer_open ON offer (conversation_id) WHERE state = 'open';
CREATE INDEX offer_open_staff ON offer (staff_id) WHERE state = 'open';
CREATE INDEX offer_staff ON offer (staff_id, at);
CREATE INDEX offer_conversation ON offer (conversation_id, at);
-- To whom a place is offered: nobody else is given it meanwhile.
ALTER TABLE place ADD COLUMN offered_to TEXT NOT NULL DEFAULT '';
