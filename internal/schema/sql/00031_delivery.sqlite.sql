-- +goose Up
-- A CHECK cannot be changed here, so its column is made anew.
ALTER TABLE message ADD COLUMN delivery_anew TEXT NOT NULL DEFAULT 'received' CHECK (delivery_anew IN ('received', 'queued', 'sent', 'delivered', 'read', 'failed', 'bounced', 'unknown'));
UPDATE message SET delivery_anew = delivery WHERE delivery <> 'received';
ALTER TABLE message DROP COLUMN delivery;
ALTER TABLE message RENAME COLUMN delivery_anew TO delivery;
