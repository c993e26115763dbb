-- comments on what everybody shares
-- object: schema public
-- owner: nobody
COMMENT ON SCHEMA public IS 'mine'
