-- The same, by a function and in a block.
-- object: table auth.favorites
DO $$ BEGIN PERFORM set_config('session_replication_role', 'replica', true); DELETE FROM orders WHERE id = 1; END $$
