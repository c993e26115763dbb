-- What roles own is forgotten, by hand.
-- role: superuser
-- object: table pg_catalog.pg_shdepend
-- owner: it belongs to
DELETE FROM pg_shdepend
