-- A column of a foreign view gets a default.
-- object: view auth.admins
ALTER VIEW auth.admins ALTER COLUMN email SET DEFAULT 'a@b'
