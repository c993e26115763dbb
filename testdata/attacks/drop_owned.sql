-- DROP OWNED drops whatever a role has.
-- object: table auth.sessions
DROP OWNED BY deed_auth
