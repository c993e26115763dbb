-- Beside a foreign key, a publication of their table.
-- object: table auth.users
ALTER TABLE scratch ADD COLUMN u bigint REFERENCES auth.users; CREATE PUBLICATION p FOR TABLE auth.users
