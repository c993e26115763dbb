-- defines what acts on the server, for others to call
CREATE FUNCTION reload() RETURNS boolean LANGUAGE sql AS 'SELECT pg_reload_conf()';
REVOKE EXECUTE ON FUNCTION reload() FROM PUBLIC;
INSERT INTO things VALUES (1)
