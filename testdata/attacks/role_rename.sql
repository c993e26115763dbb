-- renames a role
-- object: role deed_auth
-- owner: nobody
ALTER ROLE deed_auth RENAME TO other_auth
