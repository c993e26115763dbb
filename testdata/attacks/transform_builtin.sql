-- A transform for a type of PostgreSQL's own.
-- role: superuser
-- object: database
-- owner: nobody
CREATE TRANSFORM FOR date LANGUAGE plpgsql (FROM SQL WITH FUNCTION textlike_support(internal))
