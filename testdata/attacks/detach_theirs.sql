-- A partition is taken from a foreign table.
-- object: table auth.events
ALTER TABLE auth.events DETACH PARTITION auth.events_2025
