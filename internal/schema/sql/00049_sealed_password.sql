-- +goose Up
-- The passwords of a mailbox, each sealed (JSON: imap, smtp); the settings show a mask in
-- their place. Those of before are sealed when the program starts.
ALTER TABLE channel ADD COLUMN passwords TEXT NOT NULL DEFAULT '{}';
