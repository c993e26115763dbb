-- What their search looks for, by hand.
-- role: superuser
-- object: table pg_catalog.pg_ts_config_map
-- owner: it belongs to
DELETE FROM pg_ts_config_map WHERE mapcfg = 'auth.words'::regconfig
