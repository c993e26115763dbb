-- deletes the pages of a large object by hand
-- object: large object 4242
-- owner: nobody
DELETE FROM pg_largeobject WHERE loid = 4242
