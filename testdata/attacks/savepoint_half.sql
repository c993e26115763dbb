-- One savepoint is rolled back, the other is not.
-- object: table auth.sessions
SAVEPOINT a;
DROP TABLE profiles;
ROLLBACK TO SAVEPOINT a;
SAVEPOINT b;
GRANT ALL ON auth.sessions TO PUBLIC;
RELEASE SAVEPOINT b
