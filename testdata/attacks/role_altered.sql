-- A role of somebody else may not log in any more.
-- object: role deed_auth
-- owner: nobody
ALTER ROLE deed_auth NOLOGIN CREATEDB
