-- A function that an earlier step defines grants a column while another one is added.
-- object: table auth.users
CREATE FUNCTION w() RETURNS int LANGUAGE plpgsql AS $$ BEGIN GRANT SELECT (email) ON auth.users TO PUBLIC; RETURN 1; END $$
-- next step
ALTER TABLE scratch ADD COLUMN g int DEFAULT w()
