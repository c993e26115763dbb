-- A procedure comes, runs, changes and goes.
CREATE PROCEDURE p() LANGUAGE plpgsql AS 'BEGIN UPDATE orders SET total = 1; END'; CALL p(); ALTER PROCEDURE p() SECURITY DEFINER; COMMENT ON PROCEDURE p() IS 'x'; DROP PROCEDURE p()
