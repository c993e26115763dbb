-- A partition of a foreign table is dropped.
-- object: table auth.events_2025
DROP TABLE auth.events_2025
