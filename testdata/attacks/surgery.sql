-- Rows are killed on their pages, which no rollback undoes.
-- object: pages of tables
-- since: 14
-- owner: run the server
CREATE EXTENSION pg_surgery; SELECT heap_force_kill('auth.favorites', ARRAY['(0,1)']::tid[])
