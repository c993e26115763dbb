-- A role gets a password by SQL that is put together: only superusers see that.
-- refused: role
DO $$ BEGIN EXECUTE format('ALTER ROLE %I PASS%s %L', 'deed_auth', 'WORD', 'x'); END $$
