-- +goose Up
-- What is kept of an erased conversation outside of it is found without reading all.
CREATE INDEX webhook_delivery_lane ON webhook_delivery (lane, id) WHERE lane <> '';
CREATE INDEX bulk_item_before ON bulk_item (conversation_id) WHERE before <> '';
