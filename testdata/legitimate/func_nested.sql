-- a Go step with a savepoint
-- in: func
SAVEPOINT here; INSERT INTO things VALUES (1); ROLLBACK TO SAVEPOINT here; RELEASE SAVEPOINT here
