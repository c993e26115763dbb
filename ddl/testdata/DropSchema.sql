-- only if empty
DROP SCHEMA auth;
-- and back
CREATE SCHEMA auth;

