-- A block that commits what it writes through a foreign view.
-- object: table auth.users
-- in: alone
DO $$ BEGIN UPDATE auth.admins SET email = 'x@y'; COMMIT; END $$
