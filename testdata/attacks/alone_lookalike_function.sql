-- So does a function.
-- since: 14
-- in: alone
-- object: schema auth
CREATE FUNCTION auth.concurrently() RETURNS int LANGUAGE sql RETURN (SELECT 1 FROM scratch a JOIN scratch b ON a.n = b.n)
