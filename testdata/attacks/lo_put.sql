-- A large object is written.
-- object: large object 4242
-- owner: nobody
SELECT lo_put(4242, 0, 'evil')
