-- A large object is dropped.
-- object: large object 4242
-- owner: nobody
SELECT lo_unlink(4242)
