-- +goose Up
-- Whether the first reply to a conversation that nobody has gives it to its writer.
ALTER TABLE team ADD COLUMN reply_takes BOOLEAN NOT NULL DEFAULT TRUE;
-- Whether a reply that waits took its conversation, so that taking it back gives that back too.
ALTER TABLE sending ADD COLUMN took BOOLEAN NOT NULL DEFAULT FALSE;
