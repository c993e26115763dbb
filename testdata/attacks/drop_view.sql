-- A foreign view is dropped.
-- object: view auth.admins
DROP VIEW auth.admins
