-- A function that runs SQL in a string.
-- object: table auth.sessions
SELECT * FROM ts_stat('SELECT auth.wipe()::text::tsvector')
