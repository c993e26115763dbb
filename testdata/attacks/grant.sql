-- A privilege on a foreign table is given away: nothing is locked.
-- object: table auth.users
GRANT ALL ON auth.users TO PUBLIC
