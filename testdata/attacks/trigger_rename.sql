-- renames a trigger
-- object: table auth.users
ALTER TRIGGER users_note ON auth.users RENAME TO other
