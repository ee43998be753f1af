-- +goose Up
-- When the words of a mail were about to be given to a mail server, and nothing is
-- known of it yet.
ALTER TABLE continuation ADD COLUMN handed_at BIGINT NOT NULL DEFAULT 0;
