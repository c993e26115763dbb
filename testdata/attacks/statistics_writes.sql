-- What statistics look at writes.
-- since: 14
-- in: alone
-- object: table auth.log
CREATE FUNCTION evil(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN EXECUTE 'INSERT INTO auth.log (what) VALUES (1)'; RETURN 1; END $$; CREATE STATISTICS es ON (evil(n)) FROM scratch
-- next revision
-- in: alone
ANALYZE scratch
