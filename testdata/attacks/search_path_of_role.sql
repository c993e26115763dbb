-- search_path is set for a role, for ever.
-- object: role deed_auth
-- owner: nobody
ALTER ROLE deed_auth SET search_path = public
