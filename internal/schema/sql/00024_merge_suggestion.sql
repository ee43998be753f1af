-- +goose Up
-- By what contacts are compared, where their identities alone do not tell: names as they sound and are folded,
-- mailboxes and numbers in another spelling. Made from the cards, and made again when they change.
CREATE TABLE contact_trait (
	contact_id TEXT NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
	kind       TEXT NOT NULL CHECK (kind IN ('name', 'email', 'phone')),
	value      TEXT NOT NULL,
	PRIMARY KEY (kind, value, contact_id)
);
CREATE INDEX contact_trait_contact ON contact_trait (contact_id);
-- Two who may be one person. The smaller id stands first. Nobody is merged by it.
CREATE TABLE merge_suggestion (
	one_id   TEXT    NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
	other_id TEXT    NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
	score    INTEGER NOT NULL CHECK (score BETWEEN 1 AND 100),
	reasons  TEXT    NOT NULL,
	at       BIGINT  NOT NULL,
	PRIMARY KEY (one_id, other_id),
	CHECK (one_id < other_id)
);
CREATE INDEX merge_suggestion_other ON merge_suggestion (other_id);
CREATE INDEX merge_suggestion_likeliest ON merge_suggestion (score DESC, one_id, other_id);
-- How far the facts have been read for it, and how far the book has been walked through, which is done once
-- for those who were here before.
CREATE TABLE contact_comparing (
	cursor  BIGINT  NOT NULL,
	walking BOOLEAN NOT NULL,
	walked  TEXT    NOT NULL
);
INSERT INTO contact_comparing (cursor, walking, walked) SELECT COALESCE(MAX(cursor), 0), TRUE, '' FROM fact;
