-- A foreign procedure is dropped.
-- object: procedure auth.rotate()
DROP PROCEDURE auth.rotate()
