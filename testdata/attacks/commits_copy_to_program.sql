-- A procedure of an earlier revision that commits runs a program.
-- object: server programs
-- owner: those who run the server
-- role: superuser
CREATE PROCEDURE p() LANGUAGE plpgsql AS $p$ BEGIN COMMIT; COPY (SELECT 1) TO PROGRAM 'true'; COMMIT; END $p$
-- next revision
-- in: alone
CALL p()
