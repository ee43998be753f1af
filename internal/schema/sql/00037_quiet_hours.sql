-- +goose Up
-- When somebody is not pushed to. The zone stands for that of the person, where they have chosen none.
CREATE TABLE quiet_hours (
	staff_id   TEXT   PRIMARY KEY REFERENCES staff (id) ON DELETE CASCADE,
	spans      TEXT   NOT NULL,
	time_zone  TEXT   NOT NULL,
	changed_at BIGINT NOT NULL
);
-- Why nothing was pushed about it: it came in quiet hours.
ALTER TABLE notification ADD COLUMN held BOOLEAN NOT NULL DEFAULT FALSE;
