-- +goose Up
-- Roles of the house's own, beside the four that are built in. What a role may do
-- is a JSON list of permissions.
CREATE TABLE role (
	id          TEXT    PRIMARY KEY,
	name        TEXT    NOT NULL UNIQUE,
	about       TEXT    NOT NULL DEFAULT '',
	permissions TEXT    NOT NULL,
	version     INTEGER NOT NULL DEFAULT 1,
	created_at  BIGINT  NOT NULL
);
CREATE INDEX staff_role ON staff (role);

CREATE TABLE skill (
	id         TEXT    PRIMARY KEY,
	name       TEXT    NOT NULL UNIQUE,
	version    INTEGER NOT NULL DEFAULT 1,
	created_at BIGINT  NOT NULL
);
CREATE TABLE staff_skill (
	staff_id TEXT    NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	skill_id TEXT    NOT NULL REFERENCES skill (id) ON DELETE CASCADE,
	level    INTEGER NOT NULL CHECK (level BETWEEN 1 AND 3),
	PRIMARY KEY (staff_id, skill_id)
);
CREATE INDEX staff_skill_skill ON staff_skill (skill_id, level);
CREATE TABLE staff_language (
	staff_id TEXT    NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	language TEXT    NOT NULL, -- a BCP 47 tag
	level    INTEGER NOT NULL CHECK (level BETWEEN 1 AND 3),
	PRIMARY KEY (staff_id, language)
);
CREATE INDEX staff_language_language ON staff_language (language, level);

-- Why somebody is busy, away or after a call.
CREATE TABLE presence_reason (
	id         TEXT    PRIMARY KEY,
	state      TEXT    NOT NULL CHECK (state IN ('busy', 'away', 'after_call')),
	name_zh    TEXT    NOT NULL,
	name_en    TEXT    NOT NULL,
	place      INTEGER NOT NULL,
	retired_at BIGINT  NOT NULL DEFAULT 0, -- no longer offered; what was chosen keeps its name
	version    INTEGER NOT NULL DEFAULT 1
);
INSERT INTO presence_reason (id, state, name_zh, name_en, place) VALUES
	('break', 'away', '休息', 'Break', 1), ('meal', 'away', '用餐', 'Meal', 2),
	('meeting', 'busy', '会议', 'Meeting', 1), ('training', 'busy', '培训', 'Training', 2), ('focus', 'busy', '处理复杂问题', 'A hard case', 3),
	('wrap_up', 'after_call', '整理记录', 'Wrapping up', 1);

-- Presence learns "after a call", why, and until when.
CREATE TABLE presence_now (
	staff_id   TEXT   PRIMARY KEY REFERENCES staff (id) ON DELETE CASCADE,
	state      TEXT   NOT NULL CHECK (state IN ('online', 'busy', 'away', 'after_call', 'offline')),
	chosen     TEXT   NOT NULL DEFAULT 'online' CHECK (chosen IN ('online', 'busy', 'away', 'after_call')),
	reason     TEXT   NOT NULL DEFAULT '',
	until      BIGINT NOT NULL DEFAULT 0, -- the choice ends by itself then; 0 = it does not
	since      BIGINT NOT NULL,
	seen_at    BIGINT NOT NULL
);
INSERT INTO presence_now (staff_id, state, chosen, since, seen_at) SELECT staff_id, state, chosen, since, seen_at FROM presence;
DROP TABLE presence;
ALTER TABLE presence_now RENAME TO presence;

-- Which token acted, where a program did.
ALTER TABLE audit ADD COLUMN token_id TEXT NOT NULL DEFAULT '';
CREATE INDEX audit_staff ON audit (staff_id, id);
CREATE INDEX audit_action ON audit (action, id);
CREATE INDEX audit_at ON audit (at);

-- Who has looked at personal data: one row an hour for each person, way in and thing.
CREATE TABLE audit_look (
	id         ${identity},
	staff_id   TEXT    NOT NULL,
	token_id   TEXT    NOT NULL DEFAULT '',
	kind       TEXT    NOT NULL,            -- "contact", "conversation", "raw_mail"
	object_id  TEXT    NOT NULL,
	contact_id TEXT    NOT NULL DEFAULT '', -- whose data it is
	hour       BIGINT  NOT NULL,            -- the hour in which it was seen, in hours since 1970
	times      INTEGER NOT NULL DEFAULT 1,
	first_at   BIGINT  NOT NULL,
	last_at    BIGINT  NOT NULL,
	ip         TEXT    NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX audit_look_once ON audit_look (staff_id, token_id, kind, object_id, hour);
CREATE INDEX audit_look_contact ON audit_look (contact_id, id) WHERE contact_id <> '';
CREATE INDEX audit_look_staff ON audit_look (staff_id, id);
CREATE INDEX audit_look_age ON audit_look (last_at);
