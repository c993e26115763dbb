-- A function without quotes around its body calls a foreign one.
-- object: table auth.sessions
-- since: 14
CREATE FUNCTION g() RETURNS text LANGUAGE sql RETURN auth.wipe()::text;
INSERT INTO scratch (note) VALUES (g())
