-- +goose Up
CREATE INDEX contact_merged ON contact (merged_into) WHERE merged_into <> '';
CREATE INDEX conversation_first_contact ON conversation (first_contact);
CREATE TABLE contact_merge (
	id            TEXT    PRIMARY KEY,
	contact_id    TEXT    NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
	into_id       TEXT    NOT NULL,
	staff_id      TEXT    NOT NULL DEFAULT '',
	at            BIGINT  NOT NULL,
	conversations INTEGER NOT NULL, -- how many moved
	identities    INTEGER NOT NULL,
	undone_at     BIGINT  NOT NULL DEFAULT 0,
	undone_by     TEXT    NOT NULL DEFAULT ''
);
CREATE INDEX contact_merge_half ON contact_merge (contact_id, at);
CREATE INDEX contact_merge_into ON contact_merge (into_id, at);
-- A person has said that two are not the same, knowing this evidence. The smaller id stands first.
CREATE TABLE contact_distinct (
	one_id   TEXT   NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
	other_id TEXT   NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
	evidence TEXT   NOT NULL,
	staff_id TEXT   NOT NULL DEFAULT '',
	at       BIGINT NOT NULL,
	PRIMARY KEY (one_id, other_id)
);
