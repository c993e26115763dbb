-- The difference of a range, which an index asks for, writes.
-- role: superuser
-- object: table auth.log
CREATE FUNCTION volat() RETURNS void LANGUAGE plpgsql AS $$ BEGIN INSERT INTO auth.log (what) VALUES ('x'); END $$; CREATE FUNCTION evil(float8, float8) RETURNS float8 LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM public.volat(); RETURN 0; END $$; CREATE TYPE fr AS RANGE (subtype = float8, subtype_diff = evil); CREATE TABLE frs (r fr); INSERT INTO frs SELECT fr(i, i + 1) FROM generate_series(1, 2000) i
-- next revision
CREATE INDEX ON frs USING gist (r)
