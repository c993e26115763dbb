-- All tables of a schema at once.
-- object: table auth.sessions
GRANT SELECT ON ALL TABLES IN SCHEMA auth TO PUBLIC
