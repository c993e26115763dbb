-- renames their table, and back
-- object: table auth.base
ALTER TABLE auth.base RENAME TO b2;
ALTER TABLE auth.b2 RENAME TO base
