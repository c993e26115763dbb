-- All large objects are dropped in a loop.
-- object: large object 4242
-- owner: nobody
DO $$ DECLARE o oid; BEGIN FOR o IN SELECT oid FROM pg_largeobject_metadata LOOP PERFORM lo_unlink(o); END LOOP; END $$
