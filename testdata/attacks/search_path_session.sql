-- search_path is set for the session, in a step of its own.
-- object: table auth.sessions
SET search_path TO auth, public
-- next step
ALTER TABLE sessions ADD COLUMN ip inet
