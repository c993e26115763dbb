-- renames a column of a view
-- object: view auth.admins
ALTER VIEW auth.admins RENAME COLUMN email TO mail
