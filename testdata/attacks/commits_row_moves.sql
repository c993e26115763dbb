-- A procedure that commits moves a row to another own partition, and a trigger of the one that it leaves fires.
-- object: table auth.sessions
CREATE TABLE parts (n int) PARTITION BY RANGE (n);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (10) TO (20);
INSERT INTO parts VALUES (1);
CREATE FUNCTION left_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM auth.sessions; RETURN NULL; END $$;
CREATE TRIGGER t AFTER DELETE ON parts_1 FOR EACH ROW EXECUTE FUNCTION left_it();
CREATE PROCEDURE p() LANGUAGE plpgsql AS $p$ BEGIN COMMIT; UPDATE parts SET n = 11; COMMIT; END $p$
-- next revision
-- in: alone
CALL p()
