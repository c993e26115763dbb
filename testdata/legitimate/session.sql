-- Settings, advisory locks and notifications.
SET LOCAL timezone = 'UTC'; SET work_mem = '8MB'; SET LOCAL lock_timeout = '3s'; SELECT pg_advisory_xact_lock(5); NOTIFY x; SELECT set_config('app.x', 'y', true); LISTEN x; UNLISTEN x; DISCARD PLANS; RESET work_mem
