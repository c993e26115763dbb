-- DDL on an own table in a DO block.
DO $$ DECLARE r record; BEGIN FOR r IN SELECT relname FROM pg_class WHERE relname = 'scratch' LOOP EXECUTE format('ALTER TABLE %I ADD COLUMN z int', r.relname); END LOOP; END $$
