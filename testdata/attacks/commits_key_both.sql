-- A procedure that commits deletes and updates rows of one table: the key that follows both updates rows with a trigger that deletes others'.
-- object: table auth.sessions
CREATE TABLE top (id int PRIMARY KEY);
CREATE TABLE low (id int REFERENCES top ON UPDATE CASCADE ON DELETE CASCADE);
CREATE FUNCTION sweep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM auth.sessions; RETURN NULL; END $$;
CREATE TRIGGER sweep AFTER UPDATE ON low FOR EACH ROW EXECUTE FUNCTION sweep();
INSERT INTO top VALUES (1), (2);
INSERT INTO low VALUES (1);
CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN DELETE FROM top WHERE id = 2; UPDATE top SET id = 3; COMMIT; END $$
-- next revision
-- in: alone
CALL p()
