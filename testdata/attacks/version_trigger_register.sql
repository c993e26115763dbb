-- A trigger of the version table takes what is theirs in the register, which the runner writes as well.
-- object: table deed_ownership
-- owner: it belongs to deed
CREATE FUNCTION take() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	UPDATE public.deed_ownership SET service = 'shop' WHERE name = 'users';
	RETURN NULL;
END $$;
CREATE TRIGGER take AFTER UPDATE ON deed_version_shop FOR EACH ROW EXECUTE FUNCTION take()
