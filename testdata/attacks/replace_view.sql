-- A foreign view gets another query.
-- object: view auth.admins
CREATE OR REPLACE VIEW auth.admins AS SELECT id, email FROM auth.users
