-- +goose Up
-- A reply may wait a few seconds before it leaves; until then it can be taken back.
ALTER TABLE message ADD COLUMN leaves_at BIGINT NOT NULL DEFAULT 0; -- 0 = has left, or waits for nothing
-- Why a message did not arrive, as a code; what belongs to it as JSON ('' = nothing).
ALTER TABLE message ADD COLUMN delivery_code TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN delivery_details TEXT NOT NULL DEFAULT '';
UPDATE message SET delivery_code = CASE
	WHEN delivery_reason LIKE 'the customer''s address is wrong%' THEN 'address_wrong'
	WHEN delivery_reason LIKE 'the contact has no e-mail address%' THEN 'no_address'
	WHEN delivery_reason LIKE 'the channel''s own address is wrong%' THEN 'own_address'
	WHEN delivery_reason LIKE 'the settings of the mail server are wrong%' THEN 'server_settings'
	WHEN delivery_reason LIKE 'refused%' THEN 'refused'
	WHEN delivery_reason LIKE 'bounced%' THEN 'bounced'
	WHEN delivery_reason LIKE 'gave up%' THEN 'gave_up'
	ELSE 'unknown' END
WHERE delivery = 'failed';

-- How a conversation stood before a reply that still waits, and how it was left,
-- so that taking the reply back puts everything as it was.
CREATE TABLE sending (
	message_id      TEXT PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
	conversation_id TEXT NOT NULL,
	before          TEXT NOT NULL,
	after           TEXT NOT NULL
);
CREATE INDEX sending_conversation ON sending (conversation_id);

-- How long replies wait before they leave, in seconds, and what Enter does. The
-- row without a person is the house's; in a person's row NULL is "as the house".
CREATE TABLE sending_choice (
	staff_id     TEXT    PRIMARY KEY,
	mail_seconds INTEGER,
	chat_seconds INTEGER,
	enter_sends  BOOLEAN
);

CREATE TABLE canned_reply (
	id         TEXT    PRIMARY KEY,
	scope      TEXT    NOT NULL CHECK (scope IN ('personal', 'team', 'everybody')),
	staff_id   TEXT    NOT NULL DEFAULT '', -- whose, when personal
	team_id    TEXT    NOT NULL DEFAULT '', -- whose, when a team's
	shortcut   TEXT    NOT NULL DEFAULT '',
	title      TEXT    NOT NULL,
	folder     TEXT    NOT NULL DEFAULT '',
	tags       TEXT    NOT NULL DEFAULT '[]',
	texts      TEXT    NOT NULL DEFAULT '{}', -- by language
	used_count INTEGER NOT NULL DEFAULT 0,
	used_at    BIGINT  NOT NULL DEFAULT 0,
	version    INTEGER NOT NULL DEFAULT 1,
	created_at BIGINT  NOT NULL,
	updated_at BIGINT  NOT NULL,
	CHECK ((scope = 'personal') = (staff_id <> '')),
	CHECK ((scope = 'team') = (team_id <> ''))
);
CREATE UNIQUE INDEX canned_reply_shortcut ON canned_reply (scope, staff_id, team_id, shortcut) WHERE shortcut <> '';
CREATE TABLE macro (
	id         TEXT    PRIMARY KEY,
	scope      TEXT    NOT NULL CHECK (scope IN ('personal', 'team', 'everybody')),
	staff_id   TEXT    NOT NULL DEFAULT '',
	team_id    TEXT    NOT NULL DEFAULT '',
	name       TEXT    NOT NULL,
	steps      TEXT    NOT NULL DEFAULT '[]',
	used_count INTEGER NOT NULL DEFAULT 0,
	used_at    BIGINT  NOT NULL DEFAULT 0,
	version    INTEGER NOT NULL DEFAULT 1,
	created_at BIGINT  NOT NULL,
	updated_at BIGINT  NOT NULL,
	CHECK ((scope = 'personal') = (staff_id <> '')),
	CHECK ((scope = 'team') = (team_id <> ''))
);
