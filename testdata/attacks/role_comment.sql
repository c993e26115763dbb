-- A comment on somebody else's role.
-- object: role deed_auth
-- owner: nobody
COMMENT ON ROLE deed_auth IS 'x'
