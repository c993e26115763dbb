-- What computes a column writes.
-- object: table auth.log
CREATE FUNCTION volat() RETURNS void LANGUAGE plpgsql AS $$ BEGIN INSERT INTO auth.log (what) VALUES ('x'); END $$; CREATE FUNCTION evil(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM public.volat(); RETURN 1; END $$; ALTER TABLE scratch ADD COLUMN g int GENERATED ALWAYS AS (evil(n)) STORED
