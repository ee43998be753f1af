-- +goose Up
ALTER TABLE message DROP CONSTRAINT message_delivery_check;
ALTER TABLE message ADD CONSTRAINT message_delivery_check CHECK (delivery IN ('received', 'queued', 'sent', 'delivered', 'read', 'failed', 'bounced', 'unknown'));
