-- takes a privilege on what everybody shares
-- object: schema public
-- owner: nobody
REVOKE ALL ON SCHEMA public FROM PUBLIC
