-- +goose Up
-- How far somebody wants to be led through the first steps. Who is not here has not begun.
CREATE TABLE tour (
	staff_id   TEXT   PRIMARY KEY REFERENCES staff (id) ON DELETE CASCADE,
	state      TEXT   NOT NULL CHECK (state IN ('running', 'put_away', 'finished')),
	changed_at BIGINT NOT NULL
);
