-- REASSIGN OWNED gives away whatever a role has.
-- object: table auth.sessions
REASSIGN OWNED BY deed_auth TO CURRENT_USER
