-- A policy deletes rows in a procedure that commits.
-- object: table auth.sessions
CREATE FUNCTION lf() RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER AS $f$ BEGIN DELETE FROM auth.sessions; RETURN true; END $f$; CREATE TABLE bb (n int); INSERT INTO bb VALUES (1); GRANT SELECT ON bb TO PUBLIC; ALTER TABLE bb ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON bb USING (lf())
-- next revision
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN SET LOCAL ROLE deed_auth; PERFORM * FROM bb; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
