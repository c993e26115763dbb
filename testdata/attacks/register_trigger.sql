-- A trigger on the register swallows what others enter.
-- object: table deed_ownership
-- owner: deed
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TRIGGER t BEFORE INSERT ON deed_ownership FOR EACH ROW EXECUTE FUNCTION tf()
