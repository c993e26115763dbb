-- A partition is detached without a lock.
-- in: alone
-- since: 14
ALTER TABLE measures DETACH PARTITION measures_2025 CONCURRENTLY
