-- +goose Up
-- Mails that came signed and encrypted are few; a new key is tried on those that are locked.
CREATE INDEX mail_trust_encrypted ON mail_trust (message_id) WHERE encryption <> '';
