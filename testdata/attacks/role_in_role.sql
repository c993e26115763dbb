-- A new role becomes a member of theirs.
-- object: role deed_auth
-- owner: nobody has claimed
CREATE ROLE deed_spy IN ROLE deed_auth
