-- +goose Up
-- When a queue overflows, what happens then, and whether it does.
CREATE TABLE overflow (
	queue_id       TEXT    PRIMARY KEY REFERENCES queue (id),
	rule           TEXT    NOT NULL, -- JSON: the thresholds, and what happens
	version        INTEGER NOT NULL,
	by_id          TEXT    NOT NULL DEFAULT '',
	at             BIGINT  NOT NULL,
	is_on          SMALLINT NOT NULL DEFAULT 0 CHECK (is_on IN (0, 1)),
	since          BIGINT  NOT NULL DEFAULT 0, -- it is so; 0 = it never was
	turning        BIGINT  NOT NULL DEFAULT 0, -- the figures ask for the other state since; 0 = they do not
	because        TEXT    NOT NULL DEFAULT '',
	waiting        INTEGER NOT NULL DEFAULT 0, -- when it was switched
	oldest_seconds BIGINT  NOT NULL DEFAULT 0,
	override       TEXT    NOT NULL DEFAULT '' CHECK (override IN ('', 'on', 'off')), -- what a person wants
	override_until BIGINT  NOT NULL DEFAULT 0,
	override_by    TEXT    NOT NULL DEFAULT ''
);
-- Each time it was switched.
CREATE TABLE overflow_switch (
	id             ${identity},
	queue_id       TEXT     NOT NULL REFERENCES queue (id),
	is_on          SMALLINT NOT NULL CHECK (is_on IN (0, 1)),
	because        TEXT     NOT NULL CHECK (because IN ('over', 'under', 'manual', 'rule_off')),
	waiting        INTEGER  NOT NULL,
	oldest_seconds BIGINT   NOT NULL,
	staff_id       TEXT     NOT NULL DEFAULT '',
	at             BIGINT   NOT NULL
);
CREATE INDEX overflow_switch_queue ON overflow_switch (queue_id, at);
