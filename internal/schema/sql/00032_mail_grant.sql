-- +goose Up
-- How a channel gets into its mailbox by a provider's word in place of a password
-- (OAuth 2.0). What is secret is sealed.
CREATE TABLE mail_grant (
	channel_id      TEXT    PRIMARY KEY REFERENCES channel (id) ON DELETE CASCADE,
	provider        TEXT    NOT NULL CHECK (provider IN ('google', 'microsoft', 'other')),
	authorize_url   TEXT    NOT NULL,
	token_url       TEXT    NOT NULL,
	scopes          TEXT    NOT NULL,              -- with spaces between
	client_id       TEXT    NOT NULL,
	client_secret   TEXT    NOT NULL DEFAULT '',   -- sealed
	secret_until    BIGINT  NOT NULL DEFAULT 0,    -- when the provider stops taking it; 0: nobody said
	state           TEXT    NOT NULL CHECK (state IN ('waiting', 'good', 'refused')),
	reason          TEXT    NOT NULL DEFAULT '',
	said            TEXT    NOT NULL DEFAULT '',
	refresh_token   TEXT    NOT NULL DEFAULT '',   -- sealed
	access_token    TEXT    NOT NULL DEFAULT '',   -- sealed
	access_until    BIGINT  NOT NULL DEFAULT 0,
	turn            BIGINT  NOT NULL DEFAULT 0,    -- counts the tokens that were stored
	refresher       TEXT    NOT NULL DEFAULT '',   -- who asks for new tokens, until refreshing_until
	refreshing_until BIGINT NOT NULL DEFAULT 0,
	granted_by      TEXT    NOT NULL DEFAULT '',
	granted_at      BIGINT  NOT NULL DEFAULT 0
);
