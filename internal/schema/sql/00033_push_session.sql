-- +goose Up
-- A browser is pushed to while somebody is signed in there; '' is one that a program subscribed.
ALTER TABLE push_subscription ADD COLUMN session_id TEXT NOT NULL DEFAULT '';
