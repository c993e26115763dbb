-- The log is emptied in the part of a revision that begins it.
-- object: table deed_log
-- owner: deed
SELECT 1
-- next step
DELETE FROM deed_log
-- next step
-- in: alone
VACUUM orders
