-- The change is made in a savepoint.
-- object: table profiles
SAVEPOINT a;
DROP TABLE profiles;
RELEASE SAVEPOINT a
