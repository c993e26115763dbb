-- A trigger does so of a table that follows the version table.
-- object: table auth.log
CREATE TABLE follow (version varchar(32) REFERENCES deed_version_shop ON UPDATE CASCADE);
CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO auth.log (what) VALUES ('x'); RETURN NEW; END $$;
CREATE TRIGGER spoils AFTER UPDATE ON follow FOR EACH ROW EXECUTE FUNCTION spoil();
INSERT INTO follow SELECT version_num FROM deed_version_shop
