-- An extension that others need.
-- object: extension plpgsql
-- owner: nobody
DROP EXTENSION plpgsql CASCADE
