-- A procedure that commits makes a table in a schema of theirs.
-- object: schema auth
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN CREATE TABLE auth.neu (n int); COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
