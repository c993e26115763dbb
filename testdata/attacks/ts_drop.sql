-- A foreign text search configuration is dropped.
-- object: text search configuration auth.words
-- owner: nobody
DROP TEXT SEARCH CONFIGURATION auth.words
