-- +goose Up
-- How far conversations have come in the first steps, and which was the first to come there. It stays when the conversation goes.
CREATE TABLE tour_reached (
	step            TEXT   PRIMARY KEY CHECK (step IN ('arrived', 'seen', 'answered', 'resolved')),
	conversation_id TEXT   NOT NULL,
	at              BIGINT NOT NULL
);
-- A house that works already has come as far as any conversation shows.
INSERT INTO tour_reached (step, conversation_id, at)
	SELECT 'resolved', c.id, c.resolved_at FROM conversation c WHERE c.state = 'resolved'
		AND EXISTS (SELECT 1 FROM message m WHERE m.conversation_id = c.id AND m.kind = 'inbound')
		AND EXISTS (SELECT 1 FROM message m WHERE m.conversation_id = c.id AND m.kind = 'reply' AND m.staff_id <> '') LIMIT 1;
INSERT INTO tour_reached (step, conversation_id, at)
	SELECT 'answered', m.conversation_id, m.created_at FROM message m WHERE m.kind = 'reply' AND m.staff_id <> ''
		AND NOT EXISTS (SELECT 1 FROM tour_reached)
		AND EXISTS (SELECT 1 FROM message i WHERE i.conversation_id = m.conversation_id AND i.kind = 'inbound') LIMIT 1;
INSERT INTO tour_reached (step, conversation_id, at)
	SELECT 'seen', c.id, c.created_at FROM conversation c WHERE c.staff_read_upto <> ''
		AND NOT EXISTS (SELECT 1 FROM tour_reached)
		AND EXISTS (SELECT 1 FROM message i WHERE i.conversation_id = c.id AND i.kind = 'inbound') LIMIT 1;
INSERT INTO tour_reached (step, conversation_id, at)
	SELECT 'arrived', m.conversation_id, m.created_at FROM message m WHERE m.kind = 'inbound' AND NOT EXISTS (SELECT 1 FROM tour_reached) LIMIT 1;
-- Who was told apart is asked for from both sides.
CREATE INDEX contact_distinct_other ON contact_distinct (other_id);
