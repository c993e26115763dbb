-- A procedure that commits copies a table with its default, and takes a value from their sequence.
-- blind: which defaults a table has
-- object: sequence auth.users_id_seq
CREATE PROCEDURE p() LANGUAGE plpgsql AS $p$ BEGIN COMMIT; CREATE TABLE copied (LIKE auth.users INCLUDING DEFAULTS); INSERT INTO copied (email) VALUES ('x@y'); COMMIT; END $p$
-- next revision
-- in: alone
CALL p()
