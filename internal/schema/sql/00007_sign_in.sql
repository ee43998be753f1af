-- +goose Up
-- A token's scope may also name its permissions one by one, so the check goes.
CREATE TABLE api_token_now (
	id         TEXT   PRIMARY KEY,
	staff_id   TEXT   NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	name       TEXT   NOT NULL,
	scope      TEXT   NOT NULL, -- "all", "read", "intake", or permissions with a space between them
	secret     TEXT   NOT NULL UNIQUE,
	created_at BIGINT NOT NULL,
	used_at    BIGINT NOT NULL DEFAULT 0,
	used_ip    TEXT   NOT NULL DEFAULT '',
	expires_at BIGINT NOT NULL DEFAULT 0
);
INSERT INTO api_token_now (id, staff_id, name, scope, secret, created_at, used_at, expires_at)
	SELECT id, staff_id, name, scope, secret, created_at, used_at, expires_at FROM api_token;
DROP TABLE api_token;
ALTER TABLE api_token_now RENAME TO api_token;
CREATE INDEX api_token_staff ON api_token (staff_id, created_at);

-- The app that shows six digits. The secret is sealed; confirmed_at 0 means begun only.
CREATE TABLE second_factor (
	staff_id     TEXT   PRIMARY KEY REFERENCES staff (id) ON DELETE CASCADE,
	secret       TEXT   NOT NULL,
	last_step    BIGINT NOT NULL DEFAULT 0, -- of 30 seconds since 1970; a code works once
	created_at   BIGINT NOT NULL,
	confirmed_at BIGINT NOT NULL DEFAULT 0
);
-- Kept by their SHA-256, like every secret that we only compare.
CREATE TABLE recovery_code (
	staff_id TEXT   NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	code     TEXT   NOT NULL,
	used_at  BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (staff_id, code)
);
-- Somebody who has shown one half of who they are. It is not a session.
CREATE TABLE sign_in_step (
	secret     TEXT   PRIMARY KEY,
	staff_id   TEXT   NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	step       TEXT   NOT NULL CHECK (step IN ('code', 'enrol', 'passkey')),
	way        TEXT   NOT NULL, -- by what they came this far
	created_at BIGINT NOT NULL,
	expires_at BIGINT NOT NULL
);
CREATE INDEX sign_in_step_staff ON sign_in_step (staff_id);

CREATE TABLE passkey (
	id         TEXT   PRIMARY KEY,
	staff_id   TEXT   NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	credential TEXT   NOT NULL UNIQUE, -- its id, base64url
	name       TEXT   NOT NULL,
	record     TEXT   NOT NULL,        -- public key, sign counter and what else the check needs
	created_at BIGINT NOT NULL,
	used_at    BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX passkey_staff ON passkey (staff_id, created_at);
-- A challenge that waits for its answer, once.
CREATE TABLE passkey_ceremony (
	secret     TEXT   PRIMARY KEY,
	staff_id   TEXT   NOT NULL DEFAULT '', -- "" = somebody wants to sign in
	state      TEXT   NOT NULL,
	expires_at BIGINT NOT NULL
);

-- The house's rules for coming in: one row.
CREATE TABLE sign_in_policy (
	id            INTEGER PRIMARY KEY CHECK (id = 1),
	second_factor TEXT    NOT NULL DEFAULT '', -- the least role that must have one; "" = nobody must
	password      BOOLEAN NOT NULL DEFAULT TRUE,
	version       INTEGER NOT NULL DEFAULT 1,
	updated_at    BIGINT  NOT NULL DEFAULT 0
);
INSERT INTO sign_in_policy (id) VALUES (1);

-- Who else may say who somebody is.
CREATE TABLE provider (
	id          TEXT    PRIMARY KEY,
	name        TEXT    NOT NULL UNIQUE,
	issuer      TEXT    NOT NULL,
	client_id   TEXT    NOT NULL,
	secret      TEXT    NOT NULL,              -- sealed
	domains     TEXT    NOT NULL DEFAULT '[]', -- of e-mail addresses; none = any
	creates     BOOLEAN NOT NULL DEFAULT FALSE,
	role        TEXT    NOT NULL DEFAULT 'agent',
	teams       TEXT    NOT NULL DEFAULT '[]',
	both_factors BOOLEAN NOT NULL DEFAULT FALSE, -- counts as both factors
	private     BOOLEAN NOT NULL DEFAULT FALSE, -- may stand on a private address
	state       TEXT    NOT NULL CHECK (state IN ('active', 'off')),
	version     INTEGER NOT NULL DEFAULT 1,
	created_at  BIGINT  NOT NULL,
	updated_at  BIGINT  NOT NULL
);
CREATE TABLE staff_identity (
	issuer     TEXT   NOT NULL,
	subject    TEXT   NOT NULL,
	staff_id   TEXT   NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	email      TEXT   NOT NULL, -- by which they were linked
	created_at BIGINT NOT NULL,
	used_at    BIGINT NOT NULL,
	PRIMARY KEY (issuer, subject)
);
CREATE UNIQUE INDEX staff_identity_staff ON staff_identity (staff_id, issuer);
