-- GRANT MAINTAIN on a foreign table.
-- object: table auth.users
-- since: 17
GRANT MAINTAIN ON auth.users TO deed_auth
