-- The register takes no more of what this service has.
-- object: table deed_ownership
-- owner: deed
ALTER TABLE deed_ownership ADD CHECK (service <> 'shop') NOT VALID; CREATE TABLE more (n int)
