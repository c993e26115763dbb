-- The register is told that a foreign table is ours.
-- object: table deed_ownership
-- owner: deed
UPDATE deed_ownership SET service = 'shop' WHERE name = 'profiles'
