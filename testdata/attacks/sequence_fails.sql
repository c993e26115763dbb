-- A sequence is set back by a step that fails.
-- object: x
-- refused: on purpose
DO $$ BEGIN PERFORM setval(oid::regclass, 7) FROM pg_class WHERE relname = 'invoice' || '_no'; RAISE EXCEPTION 'on purpose'; END $$
