-- The change is made in a PL/pgSQL block with an exception handler.
-- object: type auth.role
DO $$ BEGIN
	BEGIN ALTER TYPE auth.role RENAME VALUE 'user' TO 'member'; EXCEPTION WHEN others THEN NULL; END;
END $$
