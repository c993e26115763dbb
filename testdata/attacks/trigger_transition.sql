-- A trigger with the rows that came.
-- object: table auth.log
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE profiles SET name = (SELECT max(note) FROM new_rows); RETURN NULL; END $$; CREATE TRIGGER t AFTER INSERT ON scratch REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION f()
-- next step
INSERT INTO scratch VALUES (7, 'q')
