-- An advisory lock.
SELECT pg_advisory_xact_lock(42); UPDATE orders SET total = 3
