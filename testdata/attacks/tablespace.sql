-- Settings of a tablespace.
-- object: tablespace pg_default
-- owner: nobody
ALTER TABLESPACE pg_default SET (random_page_cost = 1)
