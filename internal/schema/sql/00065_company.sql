-- +goose Up
-- Somebody asked for help in a conversation. What they wrote is ours, and goes when the conversation goes.
CREATE TABLE help_request (
	id              TEXT   PRIMARY KEY,
	conversation_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
	asked_by        TEXT   NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	reason          TEXT   NOT NULL,
	skill_id        TEXT   NOT NULL DEFAULT '', -- what is needed; '' = nothing in particular
	team_id         TEXT   NOT NULL DEFAULT '', -- whose leads were asked
	state           TEXT   NOT NULL CHECK (state IN ('open', 'taken', 'answered', 'withdrawn')),
	at              BIGINT NOT NULL,
	taken_by        TEXT   NOT NULL DEFAULT '',
	taken_at        BIGINT NOT NULL DEFAULT 0,
	ended_by        TEXT   NOT NULL DEFAULT '', -- '' = nobody: the conversation ended
	ended_at        BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX help_request_running ON help_request (conversation_id) WHERE state IN ('open', 'taken');
CREATE INDEX help_request_now ON help_request (at) WHERE state IN ('open', 'taken');
CREATE INDEX help_request_newest ON help_request (at DESC, id DESC);
CREATE INDEX help_request_conversation ON help_request (conversation_id, at);
CREATE INDEX help_request_staff ON help_request (asked_by);
-- Who was asked, and why they.
CREATE TABLE help_asked (
	request_id TEXT NOT NULL REFERENCES help_request (id) ON DELETE CASCADE,
	staff_id   TEXT NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	because    TEXT NOT NULL CHECK (because IN ('leads_team', 'has_skill', 'leads_house')),
	PRIMARY KEY (request_id, staff_id)
);
CREATE INDEX help_asked_staff ON help_asked (staff_id);
-- Who of ours joined a conversation that somebody else has.
CREATE TABLE companion (
	id              TEXT   PRIMARY KEY,
	conversation_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
	staff_id        TEXT   NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
	because         TEXT   NOT NULL CHECK (because IN ('lead', 'help')),
	joined_at       BIGINT NOT NULL,
	left_at         BIGINT NOT NULL DEFAULT 0 -- 0 = still there
);
CREATE UNIQUE INDEX companion_there ON companion (conversation_id, staff_id) WHERE left_at = 0;
CREATE INDEX companion_conversation ON companion (conversation_id, joined_at);
CREATE INDEX companion_now ON companion (joined_at) WHERE left_at = 0;
CREATE INDEX companion_staff ON companion (staff_id);
-- A note that is whispered: to whom. '' = any other message.
ALTER TABLE message ADD COLUMN whisper_to TEXT NOT NULL DEFAULT '';
