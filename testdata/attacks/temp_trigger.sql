-- A trigger on a temporary table writes a foreign one.
-- object: table auth.sessions
CREATE TEMP TABLE w (n int); CREATE FUNCTION pg_temp.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DELETE FROM auth.sessions; RETURN NULL; END'; CREATE TRIGGER t AFTER INSERT ON w EXECUTE FUNCTION pg_temp.f(); INSERT INTO w VALUES (1)
