-- in: alone
DO $$ DECLARE r record; BEGIN FOR r IN SELECT id FROM auth.admins LOOP UPDATE orders SET total = 2 WHERE customer_id = r.id; COMMIT; END LOOP; END $$
