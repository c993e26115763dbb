-- A foreign text search configuration is dropped.
-- object: text search configuration auth.words
DROP TEXT SEARCH CONFIGURATION auth.words
