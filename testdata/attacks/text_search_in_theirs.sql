-- puts a text search configuration into their schema
-- object: schema auth
CREATE TEXT SEARCH CONFIGURATION auth.mine (COPY = simple)
