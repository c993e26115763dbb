-- A role of somebody else is given to all.
-- object: role deed_auth
-- owner: nobody
CREATE ROLE deed_trial; GRANT deed_auth TO deed_trial
