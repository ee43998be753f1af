-- +goose Up
-- What comes in from files and goes out into files. The files themselves are blobs.
CREATE TABLE import (
	id                 TEXT    PRIMARY KEY,
	kind               TEXT    NOT NULL CHECK (kind IN ('contacts', 'conversations', 'zendesk', 'chatwoot')),
	name               TEXT    NOT NULL, -- of the file
	format             TEXT    NOT NULL CHECK (format IN ('csv', 'jsonl', 'zip')),
	encoding           TEXT    NOT NULL DEFAULT '',
	delimiter          TEXT    NOT NULL DEFAULT '',
	sha256             TEXT    NOT NULL,
	size               BIGINT  NOT NULL,
	columns            TEXT    NOT NULL DEFAULT '[]', -- of a CSV, as its first row names them
	mapping            TEXT    NOT NULL DEFAULT '[]', -- what each column means
	sample             TEXT    NOT NULL DEFAULT '[]', -- the first rows
	channel_id         TEXT    NOT NULL DEFAULT '',
	existing           TEXT    NOT NULL DEFAULT 'keep' CHECK (existing IN ('keep', 'update')),
	time_zone          TEXT    NOT NULL DEFAULT 'UTC',
	state              TEXT    NOT NULL CHECK (state IN ('uploaded', 'checking', 'checked', 'running', 'done', 'cancelled', 'failed', 'undoing', 'undone')),
	rows_total         BIGINT  NOT NULL DEFAULT 0,
	rows_done          BIGINT  NOT NULL DEFAULT 0,
	made_contacts      BIGINT  NOT NULL DEFAULT 0,
	made_conversations BIGINT  NOT NULL DEFAULT 0,
	made_messages      BIGINT  NOT NULL DEFAULT 0,
	changed            BIGINT  NOT NULL DEFAULT 0,
	known              BIGINT  NOT NULL DEFAULT 0,
	refused            BIGINT  NOT NULL DEFAULT 0,
	undone             BIGINT  NOT NULL DEFAULT 0,
	error              TEXT    NOT NULL DEFAULT '',
	created_by         TEXT    NOT NULL DEFAULT '',
	created_at         BIGINT  NOT NULL,
	finished_at        BIGINT  NOT NULL DEFAULT 0,
	beat_at            BIGINT  NOT NULL DEFAULT 0, -- the last sign of progress
	version            INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX import_newest ON import (created_at DESC, id DESC);
CREATE INDEX import_blob ON import (sha256);
-- Every row that did not come in, with what stood in it.
CREATE TABLE import_problem (
	import_id   TEXT    NOT NULL REFERENCES import (id) ON DELETE CASCADE,
	line        BIGINT  NOT NULL,
	column_name TEXT    NOT NULL DEFAULT '',
	code        TEXT    NOT NULL,
	code_values TEXT    NOT NULL DEFAULT '{}',
	raw         TEXT    NOT NULL, -- the cells as JSON, or the record
	PRIMARY KEY (import_id, line)
);
-- What an import made, so that it can be taken back.
CREATE TABLE import_made (
	id          ${identity},
	import_id   TEXT    NOT NULL REFERENCES import (id) ON DELETE CASCADE,
	object_kind TEXT    NOT NULL CHECK (object_kind IN ('contact', 'conversation')),
	object_id   TEXT    NOT NULL,
	version     INTEGER NOT NULL
);
CREATE INDEX import_made_of ON import_made (import_id, object_kind, id);

CREATE TABLE export (
	id            TEXT    PRIMARY KEY,
	kind          TEXT    NOT NULL CHECK (kind IN ('contacts', 'conversations')),
	format        TEXT    NOT NULL CHECK (format IN ('csv', 'jsonl')),
	query         TEXT    NOT NULL DEFAULT '{}',
	state         TEXT    NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'failed', 'expired')),
	objects_total BIGINT  NOT NULL DEFAULT 0, -- 0 = not known before
	objects_done  BIGINT  NOT NULL DEFAULT 0,
	sha256        TEXT    NOT NULL DEFAULT '',
	size          BIGINT  NOT NULL DEFAULT 0,
	error         TEXT    NOT NULL DEFAULT '',
	created_by    TEXT    NOT NULL DEFAULT '',
	created_at    BIGINT  NOT NULL,
	finished_at   BIGINT  NOT NULL DEFAULT 0,
	expires_at    BIGINT  NOT NULL DEFAULT 0
);
CREATE INDEX export_newest ON export (created_at DESC, id DESC);
CREATE INDEX export_blob ON export (sha256) WHERE sha256 <> '';
