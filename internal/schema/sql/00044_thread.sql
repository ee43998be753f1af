-- +goose Up
-- Most conversations have no name of their channel's. SQLite counted them all as one
-- name when it guessed how many rows a name gives, and read the table instead.
DROP INDEX conversation_thread;
CREATE UNIQUE INDEX conversation_thread ON conversation (channel_id, thread) WHERE thread IS NOT NULL;
