-- A privilege on a large object is given away.
-- object: large object 4242
-- owner: nobody
GRANT SELECT ON LARGE OBJECT 4242 TO PUBLIC
