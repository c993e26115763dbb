-- A role is taken from another.
-- object: role deed_auth
-- owner: nobody
CREATE ROLE deed_trial3; REVOKE deed_auth FROM CURRENT_USER
