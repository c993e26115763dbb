-- An extension that others need.
-- object: extension plpgsql
-- owner: service auth
DROP EXTENSION plpgsql CASCADE
