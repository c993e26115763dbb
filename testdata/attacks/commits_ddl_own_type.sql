-- A procedure that commits renames a value of an own type that they have columns of.
-- object: database
-- owner: nobody
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN ALTER TYPE order_status RENAME VALUE 'paid' TO 'payed'; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
