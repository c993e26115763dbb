-- A foreign text search configuration is altered.
-- object: text search configuration auth.words
-- owner: nobody
ALTER TEXT SEARCH CONFIGURATION auth.words DROP MAPPING FOR email
