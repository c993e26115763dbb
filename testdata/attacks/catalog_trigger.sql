-- A trigger is disabled in the catalog itself.
-- object: table auth.users
UPDATE pg_trigger SET tgenabled = 'D' WHERE tgname = 'users_note'
