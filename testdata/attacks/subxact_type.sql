-- In a subtransaction of subtransactions.
-- object: type auth.role
SAVEPOINT a; SAVEPOINT b; SAVEPOINT c; ALTER TYPE auth.role OWNER TO CURRENT_USER; GRANT USAGE ON TYPE auth.role TO deed_auth; RELEASE a
