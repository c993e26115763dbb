-- A constraint is added if it is not there.
DO $$ BEGIN ALTER TABLE scratch ADD CONSTRAINT ck CHECK (n < 1000); EXCEPTION WHEN duplicate_object THEN NULL; END $$
