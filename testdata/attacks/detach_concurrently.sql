-- The same outside of a transaction.
-- object: table auth.events
-- in: alone
-- since: 14
ALTER TABLE auth.events DETACH PARTITION auth.events_2025 CONCURRENTLY
