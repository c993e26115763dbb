-- Foreign keys are switched off and on again under a name that is put together.
-- object: table auth.favorites
DO $$ BEGIN PERFORM set_config('session_' || 'replication_role', 'replica', true); DELETE FROM orders WHERE id = 1; PERFORM set_config('session_' || 'replication_role', 'origin', true); END $$
