-- A foreign text search configuration is altered.
-- object: text search configuration auth.words
ALTER TEXT SEARCH CONFIGURATION auth.words DROP MAPPING FOR email
