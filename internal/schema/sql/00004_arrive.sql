-- +goose Up
CREATE TABLE channel (
	id               TEXT    PRIMARY KEY,
	key              TEXT    NOT NULL UNIQUE,
	kind             TEXT    NOT NULL CHECK (kind IN ('webchat', 'email', 'api')),
	name             TEXT    NOT NULL,
	secret           TEXT    NOT NULL,
	settings         TEXT    NOT NULL DEFAULT '{}',
	state            TEXT    NOT NULL CHECK (state IN ('active', 'closed')),
	last_inbound_at  BIGINT  NOT NULL DEFAULT 0,
	last_outbound_at BIGINT  NOT NULL DEFAULT 0,
	version          INTEGER NOT NULL DEFAULT 1,
	created_at       BIGINT  NOT NULL
);

CREATE TABLE contact (
	id          TEXT    PRIMARY KEY,
	name        TEXT    NOT NULL DEFAULT '',
	tier        TEXT    NOT NULL DEFAULT 'standard' CHECK (tier IN ('standard', 'vip')),
	locale      TEXT    NOT NULL DEFAULT '',
	time_zone   TEXT    NOT NULL DEFAULT '',
	attributes  TEXT    NOT NULL DEFAULT '{}',
	merged_into TEXT    NOT NULL DEFAULT '', -- the contact that stands for this one; '' = itself
	version     INTEGER NOT NULL DEFAULT 1,
	created_at  BIGINT  NOT NULL,
	updated_at  BIGINT  NOT NULL,
	seen_at     BIGINT  NOT NULL DEFAULT 0
);
CREATE INDEX contact_seen ON contact (seen_at DESC, id DESC) WHERE merged_into = '';
-- An identity keeps the contact that it first belonged to, so that a merge can be undone.
CREATE TABLE identity (
	id              TEXT    PRIMARY KEY,
	contact_id      TEXT    NOT NULL REFERENCES contact (id),
	first_contact   TEXT    NOT NULL,
	kind            TEXT    NOT NULL CHECK (kind IN ('email', 'phone', 'visitor', 'external')),
	scope           TEXT    NOT NULL DEFAULT '', -- the channel, for kinds that mean something in one channel only
	value           TEXT    NOT NULL,
	verified        BOOLEAN NOT NULL,
	created_at      BIGINT  NOT NULL
);
-- A verified identity belongs to one contact; what is merely claimed may be claimed by many.
CREATE UNIQUE INDEX identity_verified ON identity (kind, scope, value) WHERE verified;
CREATE UNIQUE INDEX identity_claimed ON identity (contact_id, kind, scope, value) WHERE NOT verified;
CREATE INDEX identity_contact ON identity (contact_id);
CREATE INDEX identity_value ON identity (value);

CREATE TABLE conversation (
	number            ${identity},
	id                TEXT    NOT NULL UNIQUE,
	channel_id        TEXT    NOT NULL REFERENCES channel (id),
	contact_id        TEXT    NOT NULL REFERENCES contact (id),
	first_contact     TEXT    NOT NULL,
	subject           TEXT    NOT NULL DEFAULT '',
	state             TEXT    NOT NULL CHECK (state IN ('open', 'waiting', 'snoozed', 'resolved')),
	priority          TEXT    NOT NULL DEFAULT 'normal' CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
	assignee_id       TEXT    NOT NULL DEFAULT '',
	team_id           TEXT    NOT NULL DEFAULT '',
	thread            TEXT, -- the channel's own name for the thread, where it has one
	preview           TEXT    NOT NULL DEFAULT '',
	last_message_kind TEXT    NOT NULL DEFAULT '',
	message_count     INTEGER NOT NULL DEFAULT 0,
	last_message_at   BIGINT  NOT NULL,
	waiting_since     BIGINT  NOT NULL DEFAULT 0, -- the customer waits for us since; 0 = does not
	snoozed_until     BIGINT  NOT NULL DEFAULT 0,
	resolved_at       BIGINT  NOT NULL DEFAULT 0,
	staff_read_upto   TEXT    NOT NULL DEFAULT '', -- the newest message somebody of ours has seen
	contact_read_upto TEXT    NOT NULL DEFAULT '',
	version           INTEGER NOT NULL DEFAULT 1,
	created_at        BIGINT  NOT NULL,
	updated_at        BIGINT  NOT NULL,
	CHECK ((state = 'snoozed') = (snoozed_until > 0)),
	CHECK ((state = 'resolved') = (resolved_at > 0))
);
CREATE INDEX conversation_newest ON conversation (last_message_at DESC, id DESC);
CREATE INDEX conversation_created ON conversation (state, created_at DESC, id DESC);
CREATE INDEX conversation_state ON conversation (state, last_message_at DESC, id DESC);
CREATE INDEX conversation_assignee ON conversation (assignee_id, state, last_message_at DESC, id DESC);
CREATE INDEX conversation_team ON conversation (team_id, state, last_message_at DESC, id DESC) WHERE team_id <> '';
CREATE INDEX conversation_contact ON conversation (contact_id, last_message_at DESC, id DESC);
CREATE UNIQUE INDEX conversation_thread ON conversation (channel_id, thread);
CREATE INDEX conversation_channel ON conversation (channel_id, state, last_message_at DESC, id DESC);
-- SQLite takes a partial index only for a query that repeats its condition.
CREATE INDEX conversation_waiting ON conversation (state, waiting_since) WHERE waiting_since > 0;
CREATE INDEX conversation_waiting_with ON conversation (assignee_id, state, waiting_since) WHERE waiting_since > 0;
CREATE INDEX conversation_waiting_team ON conversation (team_id, state, waiting_since) WHERE waiting_since > 0 AND team_id <> '';

CREATE TABLE conversation_tag (
	conversation_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
	tag             TEXT   NOT NULL,
	state           TEXT   NOT NULL, -- both copied from the conversation, so that
	last_message_at BIGINT NOT NULL, -- a tag's list is one walk of one index
	PRIMARY KEY (conversation_id, tag)
);
CREATE INDEX conversation_tag_newest ON conversation_tag (tag, state, last_message_at DESC, conversation_id DESC);

-- How many conversations stand where. Each change adds a row and takes one away;
-- a job folds them together. Counting is then a sum over a few rows, and no two
-- writers wait for each other at one counter.
CREATE TABLE conversation_tally (
	id          ${identity},
	state       TEXT    NOT NULL,
	assignee_id TEXT    NOT NULL,
	team_id     TEXT    NOT NULL,
	n           BIGINT  NOT NULL
);
-- The same for tags.
CREATE TABLE conversation_tag_tally (
	id  ${identity},
	tag TEXT   NOT NULL,
	n   BIGINT NOT NULL
);

CREATE TABLE message (
	id              TEXT    PRIMARY KEY,
	conversation_id TEXT    NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
	kind            TEXT    NOT NULL CHECK (kind IN ('inbound', 'reply', 'note', 'system')),
	staff_id        TEXT    NOT NULL DEFAULT '',
	contact_id      TEXT    NOT NULL DEFAULT '',
	text            TEXT    NOT NULL DEFAULT '',
	html            TEXT    NOT NULL DEFAULT '',
	reply_text      TEXT    NOT NULL DEFAULT '',
	code            TEXT    NOT NULL DEFAULT '', -- system messages: the key of the text
	code_values     TEXT    NOT NULL DEFAULT '{}',
	subject         TEXT    NOT NULL DEFAULT '',
	headers         TEXT    NOT NULL DEFAULT '{}', -- what threading and answering need
	client_id       TEXT    NOT NULL DEFAULT '',
	unreadable      BOOLEAN NOT NULL DEFAULT FALSE,
	raw_sha256      TEXT    NOT NULL DEFAULT '',
	delivery        TEXT    NOT NULL CHECK (delivery IN ('received', 'queued', 'sent', 'delivered', 'read', 'failed')),
	delivery_reason TEXT    NOT NULL DEFAULT '',
	revisions       INTEGER NOT NULL DEFAULT 0,
	sent_at         BIGINT  NOT NULL, -- by the platform's clock
	created_at      BIGINT  NOT NULL
);
CREATE INDEX message_conversation ON message (conversation_id, sent_at, id);
CREATE UNIQUE INDEX message_client ON message (conversation_id, client_id) WHERE client_id <> '';
CREATE INDEX message_raw ON message (raw_sha256) WHERE raw_sha256 <> '';
CREATE TABLE message_revision (
	message_id TEXT    NOT NULL REFERENCES message (id) ON DELETE CASCADE,
	revision   INTEGER NOT NULL,
	text       TEXT    NOT NULL,
	html       TEXT    NOT NULL,
	staff_id   TEXT    NOT NULL DEFAULT '',
	at         BIGINT  NOT NULL,
	PRIMARY KEY (message_id, revision)
);

-- Everything that ever came in, by the name that its platform gave it. It stays
-- when the message goes, so that what was deleted does not come back.
CREATE TABLE arrival (
	channel_id      TEXT   NOT NULL REFERENCES channel (id),
	external_id     TEXT   NOT NULL,
	conversation_id TEXT   NOT NULL,
	message_id      TEXT   NOT NULL,
	arrived_at      BIGINT NOT NULL,
	deleted_at      BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (channel_id, external_id)
);
CREATE INDEX arrival_conversation ON arrival (conversation_id);
-- Names under which answers may refer to us: Message-IDs, both ways.
CREATE TABLE thread_ref (
	channel_id      TEXT NOT NULL,
	ref             TEXT NOT NULL,
	conversation_id TEXT NOT NULL,
	own             BOOLEAN NOT NULL DEFAULT FALSE, -- a message came under this name; else it is only known from answers
	PRIMARY KEY (channel_id, ref)
);
CREATE INDEX thread_ref_conversation ON thread_ref (conversation_id);

CREATE TABLE attachment (
	id              TEXT    PRIMARY KEY,
	message_id      TEXT    NOT NULL DEFAULT '', -- '' = uploaded, not yet sent
	conversation_id TEXT    NOT NULL DEFAULT '',
	uploaded_by     TEXT    NOT NULL DEFAULT '', -- staff id or visitor
	name            TEXT    NOT NULL,
	media_type      TEXT    NOT NULL,
	size            BIGINT  NOT NULL,
	sha256          TEXT    NOT NULL,
	inline          BOOLEAN NOT NULL DEFAULT FALSE,
	content_id      TEXT    NOT NULL DEFAULT '',
	position        INTEGER NOT NULL DEFAULT 0,
	created_at      BIGINT  NOT NULL
);
CREATE INDEX attachment_message ON attachment (message_id, position) WHERE message_id <> '';
CREATE INDEX attachment_conversation ON attachment (conversation_id) WHERE conversation_id <> '';
CREATE INDEX attachment_loose ON attachment (created_at) WHERE message_id = '';
CREATE INDEX attachment_blob ON attachment (sha256);
