-- Tables that inherit.
CREATE TABLE base_events (id bigint, at timestamptz); CREATE TABLE click_events (url text) INHERITS (base_events); ALTER TABLE base_events ADD COLUMN kind text
