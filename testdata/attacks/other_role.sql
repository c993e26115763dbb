-- The step becomes another role first.
-- object: table auth.sessions
SET LOCAL ROLE deed_auth;
GRANT SELECT ON auth.sessions TO PUBLIC
