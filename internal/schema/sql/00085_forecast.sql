-- +goose Up
-- What was expected of a wait when it began, by our method and by simpler ones, and
-- what it came to: how good the expectation is, can be seen.
CREATE TABLE forecast (
	conversation_id TEXT    NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
	entered_at      BIGINT  NOT NULL, -- with it, the place that was waited at
	queue_id        TEXT    NOT NULL REFERENCES queue (id),
	at              BIGINT  NOT NULL,
	ahead           INTEGER NOT NULL,
	method          TEXT    NOT NULL CHECK (method IN ('qlm', 'first', 'none')),
	half_ms         BIGINT  NOT NULL, -- half of those so placed wait no longer; 0 with the method none
	most_ms         BIGINT  NOT NULL, -- four of five do not
	mean_ms         BIGINT  NOT NULL,
	pace_ms         BIGINT  NOT NULL, -- the same by the pace alone, before it was corrected by how such ones came out
	last_ms         BIGINT  NOT NULL, -- how long the last who was taken had waited; -1 = nobody was
	first_ms        BIGINT  NOT NULL, -- how long the first in line had; -1 = nobody stood there
	usual_ms        BIGINT  NOT NULL, -- how long those taken lately had on average; -1 = nobody was
	ended_at        BIGINT  NOT NULL DEFAULT 0,
	because         TEXT    NOT NULL DEFAULT '',
	PRIMARY KEY (conversation_id, entered_at)
);
CREATE INDEX forecast_queue ON forecast (queue_id, ended_at);
CREATE INDEX forecast_ended ON forecast (ended_at);
