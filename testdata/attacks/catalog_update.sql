-- A row of a catalog is written by hand.
-- object: table profiles
UPDATE pg_class SET relname = 'people' WHERE relname = 'profiles' AND relkind = 'r'
