-- A constraint that may be there.
DO $$ BEGIN ALTER TABLE orders ADD CONSTRAINT pos CHECK (total >= 0); EXCEPTION WHEN duplicate_object THEN NULL; END $$
