-- A function is made and called.
-- object: table profiles
CREATE FUNCTION helper() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM profiles; END $$;
SELECT helper()
