-- The same by SET SCHEMA.
-- object: table legacy_reports
-- blind: that it is the other one
-- owner: nobody has claimed
CREATE SCHEMA own2; SET SCHEMA 'own2'; CREATE TABLE legacy_reports (id int)
-- next revision
DROP TABLE public.legacy_reports
