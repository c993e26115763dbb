-- A block that commits rows on which a foreign trigger writes foreign ones.
-- object: table auth.log
-- in: alone
DO $$ BEGIN INSERT INTO scratch VALUES (3, 'c'); COMMIT; END $$
