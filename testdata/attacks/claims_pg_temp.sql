-- The same with a table that was temporary.
-- object: table legacy_reports
-- blind: that it is the other one
-- owner: nobody has claimed
SET LOCAL search_path = pg_temp, public; CREATE TABLE legacy_reports (id int)
-- next revision
DROP TABLE public.legacy_reports
