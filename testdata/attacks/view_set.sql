-- sets options of a view
-- object: view auth.admins
ALTER VIEW auth.admins SET (security_barrier = true)
