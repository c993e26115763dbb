-- A validator of options writes.
-- role: superuser
-- object: table auth.log
CREATE FUNCTION evil(text[], oid) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN INSERT INTO auth.log (what) VALUES ('x'); RETURN true; END $$
-- next step
CREATE FOREIGN DATA WRAPPER w VALIDATOR evil OPTIONS (a 'b')
