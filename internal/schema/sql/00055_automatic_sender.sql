-- +goose Up
-- A machine writes in nobody's name: what mail servers send back comes to one contact
-- for each address, which is marked, and known by nothing that is verified.
ALTER TABLE contact ADD COLUMN automatic BOOLEAN NOT NULL DEFAULT FALSE;
CREATE TABLE automatic_sender (
	address    TEXT NOT NULL PRIMARY KEY, -- '' for mail that names none
	contact_id TEXT NOT NULL REFERENCES contact (id) ON DELETE CASCADE
);
CREATE INDEX automatic_sender_contact ON automatic_sender (contact_id);

-- Nobody ever wrote from such an address; earlier versions took it for somebody's.
INSERT INTO automatic_sender (address, contact_id)
	SELECT i.value, i.contact_id FROM identity i JOIN contact c ON c.id = i.contact_id
	WHERE i.kind = 'email' AND i.scope = '' AND i.verified AND i.value LIKE 'mailer-daemon@%' AND c.merged_into = ''
	AND NOT EXISTS (SELECT 1 FROM identity other WHERE other.contact_id = c.id AND other.id <> i.id);
UPDATE contact SET automatic = TRUE WHERE id IN (SELECT contact_id FROM automatic_sender);
UPDATE identity SET verified = FALSE WHERE contact_id IN (SELECT contact_id FROM automatic_sender);
DELETE FROM organisation_member WHERE contact_id IN (SELECT contact_id FROM automatic_sender);
