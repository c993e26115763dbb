-- Types with the names of what the fence asks by.
-- object: table auth.sessions
CREATE TEMP TABLE name (a int); CREATE TYPE pg_temp.regclass AS ENUM ('a'); SET search_path = pg_temp, pg_catalog; DELETE FROM auth.sessions
