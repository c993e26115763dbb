-- A block that commits own rows and reads foreign ones.
-- in: alone
DO $$ BEGIN UPDATE orders SET total = (SELECT count(*) FROM auth.users); COMMIT; END $$
