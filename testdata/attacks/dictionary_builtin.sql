-- changes a dictionary of PostgreSQL
-- object: text search dictionary simple
-- owner: PostgreSQL
ALTER TEXT SEARCH DICTIONARY pg_catalog.simple (ACCEPT = false)
