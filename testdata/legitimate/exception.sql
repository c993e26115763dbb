-- A harm that a block takes back is none.
DO $$ BEGIN
	BEGIN DROP TABLE profiles; RAISE 'no'; EXCEPTION WHEN others THEN NULL; END;
END $$
