-- A role is taken from another.
-- since: 16
-- object: role deed_auth
-- owner: nobody
CREATE ROLE deed_trial3; REVOKE deed_auth FROM CURRENT_USER
