-- An innocent name, after a change of search_path.
-- object: table auth.sessions
SET LOCAL search_path = auth;
DELETE FROM sessions
