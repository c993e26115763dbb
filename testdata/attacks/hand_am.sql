-- An access method, by hand.
-- role: superuser
-- object: table pg_catalog.pg_am
-- owner: it belongs to
UPDATE pg_am SET amhandler = 0 WHERE amname = 'brin'
