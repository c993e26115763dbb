-- A body without quotes writes.
-- since: 14
-- object: table profiles
CREATE FUNCTION f() RETURNS void BEGIN ATOMIC UPDATE profiles SET name = 'x'; END
-- next step
SELECT f()
