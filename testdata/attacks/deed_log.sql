-- The log that all services share is emptied.
-- object: table deed_log
-- owner: deed
DELETE FROM deed_log
