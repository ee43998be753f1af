-- +goose Up
-- What a contact's name is put in order by: Chinese by its sound. Made by the program; '' where it has not been made yet.
ALTER TABLE contact ADD COLUMN name_order TEXT NOT NULL DEFAULT '';
CREATE INDEX contact_by_name ON contact (name_order, id) WHERE merged_into = '';
CREATE INDEX contact_unordered ON contact (id) WHERE name_order = '';
-- Both are copied from the contact, so that a page of a tag's or an organisation's contacts is one walk of one index in every order.
ALTER TABLE contact_tag ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE contact_tag ADD COLUMN name_order TEXT NOT NULL DEFAULT '';
UPDATE contact_tag SET seen_at = (SELECT c.seen_at FROM contact c WHERE c.id = contact_tag.contact_id);
CREATE INDEX contact_tag_seen ON contact_tag (tag, seen_at DESC, contact_id DESC);
CREATE INDEX contact_tag_name ON contact_tag (tag, name_order, contact_id);
ALTER TABLE organisation_member ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE organisation_member ADD COLUMN name_order TEXT NOT NULL DEFAULT '';
UPDATE organisation_member SET seen_at = (SELECT c.seen_at FROM contact c WHERE c.id = organisation_member.contact_id);
CREATE INDEX organisation_member_seen ON organisation_member (organisation_id, seen_at DESC, contact_id DESC);
CREATE INDEX organisation_member_name ON organisation_member (organisation_id, name_order, contact_id);
