-- A role of somebody else gets another password.
-- object: role deed_auth
-- owner: nobody
ALTER ROLE deed_auth PASSWORD 'x'
