-- +goose Up
-- One writer numbers facts as it writes them.
CREATE TABLE fact (
	cursor          INTEGER PRIMARY KEY AUTOINCREMENT,
	at              BIGINT  NOT NULL,
	name            TEXT    NOT NULL,
	conversation_id TEXT    NOT NULL DEFAULT '',
	contact_id      TEXT    NOT NULL DEFAULT '',
	staff_id        TEXT    NOT NULL DEFAULT '',
	data            TEXT    NOT NULL
);
CREATE INDEX fact_conversation ON fact (conversation_id, cursor) WHERE conversation_id <> '';
CREATE INDEX fact_contact ON fact (contact_id, cursor) WHERE contact_id <> '';
CREATE INDEX fact_at ON fact (at);
CREATE TABLE fact_horizon (cursor BIGINT NOT NULL);
INSERT INTO fact_horizon VALUES (0);
