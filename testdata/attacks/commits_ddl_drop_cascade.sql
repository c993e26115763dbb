-- A procedure that commits drops an own table with what refers to it.
-- object: database
-- owner: nobody
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN DROP TABLE orders CASCADE; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
