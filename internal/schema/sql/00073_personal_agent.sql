-- +goose Up
-- Whose own person somebody is, for a contact or for all of an organisation, and who stands in for them.
CREATE TABLE personal_agent (
	id              TEXT    PRIMARY KEY,
	contact_id      TEXT    REFERENCES contact (id) ON DELETE CASCADE,
	organisation_id TEXT    REFERENCES organisation (id) ON DELETE CASCADE,
	staff_id        TEXT    NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	stand_in_id     TEXT    NOT NULL DEFAULT '', -- '' = nobody
	version         INTEGER NOT NULL,
	updated_at      BIGINT  NOT NULL,
	CHECK ((contact_id IS NULL) <> (organisation_id IS NULL)),
	CHECK (staff_id <> stand_in_id)
);
CREATE UNIQUE INDEX personal_agent_contact ON personal_agent (contact_id) WHERE contact_id IS NOT NULL;
CREATE UNIQUE INDEX personal_agent_organisation ON personal_agent (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX personal_agent_staff ON personal_agent (staff_id);
-- Who waits for one person, and until when at most.
CREATE TABLE reservation (
	conversation_id TEXT   PRIMARY KEY REFERENCES conversation (id) ON DELETE CASCADE,
	staff_id        TEXT   NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	because         TEXT   NOT NULL CHECK (because IN ('own_person', 'same_person')),
	until           BIGINT NOT NULL,
	at              BIGINT NOT NULL
);
CREATE INDEX reservation_staff ON reservation (staff_id, until);
CREATE INDEX reservation_until ON reservation (until);
