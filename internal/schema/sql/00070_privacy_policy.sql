-- +goose Up
-- Who sees which kinds of personal data; each decision is a row of its own.
CREATE TABLE privacy_policy (
	version  INTEGER PRIMARY KEY,
	body     TEXT    NOT NULL, -- JSON
	at       BIGINT  NOT NULL,
	staff_id TEXT    NOT NULL
);

-- Whoever could see contacts and conversations goes on seeing how customers can be reached.
UPDATE role SET permissions = REPLACE(permissions, '"contact.view"', '"contact.view","personal.contact"')
	WHERE permissions NOT LIKE '%"personal.contact"%';
UPDATE role SET permissions = REPLACE(permissions, '"conversation.view"', '"conversation.view","personal.contact"')
	WHERE permissions NOT LIKE '%"personal.contact"%';
UPDATE api_token SET scope = scope || ' personal.contact'
	WHERE (' ' || scope || ' ') LIKE '% contact.view %' OR (' ' || scope || ' ') LIKE '% conversation.view %';

-- Whether personal data leaves to another program as it is.
ALTER TABLE webhook ADD COLUMN clear BOOLEAN NOT NULL DEFAULT FALSE;
