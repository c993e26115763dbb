-- How values are shown differs inside and outside, and their table does not.
-- touches: auth.users
ALTER TABLE auth.users ADD COLUMN joined timestamptz NOT NULL DEFAULT now(), ADD COLUMN pic bytea DEFAULT '\xdeadbeef', ADD COLUMN ratio float8 DEFAULT 0.1, ADD COLUMN cost money DEFAULT 5
-- next revision
SET LOCAL TIME ZONE 'Asia/Tokyo'; SET LOCAL datestyle = 'German, DMY'; SET LOCAL bytea_output = 'escape'; SET LOCAL extra_float_digits = -5;
ALTER TABLE scratch ADD COLUMN who bigint REFERENCES auth.users
