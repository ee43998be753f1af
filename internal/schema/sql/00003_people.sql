-- +goose Up
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE staff (
	id            TEXT    PRIMARY KEY,
	email         TEXT    NOT NULL UNIQUE,
	name          TEXT    NOT NULL,
	role          TEXT    NOT NULL,
	password_hash TEXT    NOT NULL DEFAULT '',
	state         TEXT    NOT NULL CHECK (state IN ('active', 'disabled')),
	locale        TEXT    NOT NULL DEFAULT '',
	time_zone     TEXT    NOT NULL DEFAULT '',
	version       INTEGER NOT NULL DEFAULT 1,
	created_at    BIGINT  NOT NULL,
	updated_at    BIGINT  NOT NULL
);
CREATE TABLE team (
	id         TEXT    PRIMARY KEY,
	name       TEXT    NOT NULL UNIQUE,
	version    INTEGER NOT NULL DEFAULT 1,
	created_at BIGINT  NOT NULL
);
CREATE TABLE team_member (
	team_id  TEXT NOT NULL REFERENCES team (id) ON DELETE CASCADE,
	staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	PRIMARY KEY (team_id, staff_id)
);
CREATE INDEX team_member_staff ON team_member (staff_id);

-- Sessions, tokens and links are kept by the SHA-256 of their secret.
CREATE TABLE session (
	id         TEXT   PRIMARY KEY,
	staff_id   TEXT   NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	secret     TEXT   NOT NULL UNIQUE,
	created_at BIGINT NOT NULL,
	seen_at    BIGINT NOT NULL,
	expires_at BIGINT NOT NULL,
	ip         TEXT   NOT NULL DEFAULT '',
	agent      TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX session_staff ON session (staff_id, created_at);
CREATE TABLE api_token (
	id         TEXT   PRIMARY KEY,
	staff_id   TEXT   NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	name       TEXT   NOT NULL,
	scope      TEXT   NOT NULL CHECK (scope IN ('all', 'read', 'intake')),
	secret     TEXT   NOT NULL UNIQUE,
	created_at BIGINT NOT NULL,
	used_at    BIGINT NOT NULL DEFAULT 0,
	expires_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX api_token_staff ON api_token (staff_id, created_at);
-- A link that works once: "setup" makes the first admin, "invitation" sets a password.
CREATE TABLE once_link (
	secret     TEXT   PRIMARY KEY,
	purpose    TEXT   NOT NULL CHECK (purpose IN ('setup', 'invitation')),
	staff_id   TEXT   NOT NULL DEFAULT '',
	created_at BIGINT NOT NULL,
	expires_at BIGINT NOT NULL
);
CREATE TABLE sign_in_failure (
	key          TEXT    PRIMARY KEY, -- e-mail or address
	failures     INTEGER NOT NULL,
	locked_until BIGINT  NOT NULL,
	updated_at   BIGINT  NOT NULL
);
CREATE TABLE presence (
	staff_id TEXT   PRIMARY KEY REFERENCES staff (id) ON DELETE CASCADE,
	state    TEXT   NOT NULL CHECK (state IN ('online', 'busy', 'away', 'offline')),
	chosen   TEXT   NOT NULL DEFAULT 'online' CHECK (chosen IN ('online', 'busy', 'away')),
	since    BIGINT NOT NULL,
	seen_at  BIGINT NOT NULL
);
CREATE TABLE audit (
	id          ${identity},
	at          BIGINT NOT NULL,
	staff_id    TEXT   NOT NULL DEFAULT '',
	action      TEXT   NOT NULL,
	object_kind TEXT   NOT NULL,
	object_id   TEXT   NOT NULL,
	before      TEXT   NOT NULL DEFAULT '{}',
	after       TEXT   NOT NULL DEFAULT '{}',
	ip          TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX audit_object ON audit (object_kind, object_id, id);
-- An answer that is given again when the same request is sent again.
CREATE TABLE repeat_answer (
	key        TEXT    PRIMARY KEY, -- who, route and Idempotency-Key
	digest     TEXT    NOT NULL,    -- of the request: the same key with another request is refused
	status     INTEGER NOT NULL,    -- 0 while the first one is still running
	body       TEXT    NOT NULL DEFAULT '',
	created_at BIGINT  NOT NULL
);
CREATE INDEX repeat_answer_age ON repeat_answer (created_at);
