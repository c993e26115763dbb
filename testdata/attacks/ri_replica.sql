-- Foreign keys are switched off by a setting, and rows that a foreign one needs are deleted.
-- object: table auth.favorites
SET LOCAL session_replication_role = replica; DELETE FROM orders WHERE id = 1
