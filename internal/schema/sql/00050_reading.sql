-- +goose Up
-- What was read out of a message: numbers and places in its text, never its words.
CREATE TABLE reading (
	message_id TEXT    PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
	language   TEXT    NOT NULL,
	topic_id   TEXT    NOT NULL DEFAULT '', -- '' = unknown
	topic_p    INTEGER NOT NULL DEFAULT 0,  -- thousandths, as all shares here
	emotion    TEXT    NOT NULL CHECK (emotion IN ('calm', 'worried', 'angry', 'furious')),
	score      INTEGER NOT NULL,            -- of the emotion, -1000 to 1000
	urgency    INTEGER NOT NULL,
	complexity TEXT    NOT NULL CHECK (complexity IN ('simple', 'ordinary', 'long')),
	model      TEXT    NOT NULL DEFAULT '', -- the version that knew the topic
	evidence   TEXT    NOT NULL,            -- JSON
	at         BIGINT  NOT NULL
);
-- What stands of it on the conversation, for lists.
ALTER TABLE conversation ADD COLUMN topic_id TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN emotion TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN urgency INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN risks TEXT NOT NULL DEFAULT ''; -- ',legal,self_harm,'
