-- The runner no longer finds the log in which it writes.
-- object: table deed_log
-- owner: deed
ALTER TABLE deed_log RENAME TO gone
