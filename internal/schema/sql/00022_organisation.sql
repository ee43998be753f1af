-- +goose Up
CREATE TABLE organisation (
	id              TEXT    PRIMARY KEY,
	name            TEXT    NOT NULL,
	name_fold       TEXT    NOT NULL, -- in small letters: what is compared and ordered
	tier            TEXT    NOT NULL DEFAULT 'standard' CHECK (tier IN ('standard', 'vip')),
	notes           TEXT    NOT NULL DEFAULT '',
	joins_by_domain BOOLEAN NOT NULL DEFAULT FALSE,
	version         INTEGER NOT NULL DEFAULT 1,
	created_at      BIGINT  NOT NULL,
	updated_at      BIGINT  NOT NULL
);
CREATE UNIQUE INDEX organisation_name ON organisation (name_fold);
CREATE TABLE organisation_domain (
	domain          TEXT PRIMARY KEY,
	organisation_id TEXT NOT NULL REFERENCES organisation (id) ON DELETE CASCADE
);
CREATE INDEX organisation_domain_of ON organisation_domain (organisation_id, domain);
CREATE TABLE organisation_member (
	contact_id      TEXT    PRIMARY KEY REFERENCES contact (id) ON DELETE CASCADE,
	organisation_id TEXT    NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
	by_domain       BOOLEAN NOT NULL, -- by the rule; else somebody said so
	staff_id        TEXT    NOT NULL DEFAULT '',
	at              BIGINT  NOT NULL
);
CREATE INDEX organisation_member_of ON organisation_member (organisation_id, contact_id);
-- Somebody has said that a contact is not of an organisation, whatever their address.
CREATE TABLE organisation_apart (
	contact_id      TEXT   NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
	organisation_id TEXT   NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
	at              BIGINT NOT NULL,
	PRIMARY KEY (contact_id, organisation_id)
);
CREATE INDEX organisation_apart_of ON organisation_apart (organisation_id);
-- Who has an address of a domain: what stands behind the @. Both databases know
-- these functions; what asks repeats them word by word.
CREATE INDEX identity_domain ON identity (SUBSTR(value, LENGTH(RTRIM(value, REPLACE(value, '@', ''))) + 1), contact_id) WHERE kind = 'email';

CREATE TABLE contact_tag (
	contact_id TEXT NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
	tag        TEXT NOT NULL,
	PRIMARY KEY (contact_id, tag)
);
CREATE INDEX contact_tag_newest ON contact_tag (tag, contact_id DESC);
CREATE TABLE contact_note (
	id         TEXT   PRIMARY KEY,
	contact_id TEXT   NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
	staff_id   TEXT   NOT NULL,
	text       TEXT   NOT NULL,
	created_at BIGINT NOT NULL,
	edited_at  BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX contact_note_of ON contact_note (contact_id, id DESC);
