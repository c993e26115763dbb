-- Default privileges of their role.
-- object: database
-- owner: nobody has claimed
ALTER DEFAULT PRIVILEGES FOR ROLE deed_auth GRANT SELECT ON TABLES TO PUBLIC
