-- makes a trigger go with an extension
-- object: trigger users_note
ALTER TRIGGER users_note ON auth.users DEPENDS ON EXTENSION plpgsql
