-- A procedure that commits alters an own table that theirs inherits from.
-- object: table auth.more_things
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN ALTER TABLE things ADD COLUMN z int; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
