-- A block that commits rows whose deletion cascades into foreign ones.
-- object: table auth.favorites
-- in: alone
DO $$ BEGIN DELETE FROM orders WHERE id = 1; COMMIT; END $$
