-- A harm that is taken back to a savepoint is none.
SAVEPOINT a; DROP TABLE profiles; ROLLBACK TO SAVEPOINT a; RELEASE SAVEPOINT a
