-- A privilege on a foreign table is taken away.
-- object: table auth.users
REVOKE SELECT ON auth.users FROM deed_auth
