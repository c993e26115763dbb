-- A privilege on a tablespace.
-- object: tablespace pg_default
-- owner: nobody
GRANT CREATE ON TABLESPACE pg_default TO PUBLIC
