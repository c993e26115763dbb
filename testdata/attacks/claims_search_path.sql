-- An own table of the same name was made where search_path pointed.
-- object: table legacy_reports
-- blind: that it is the other one
-- owner: nobody has claimed
CREATE SCHEMA own2; SET LOCAL search_path = own2; CREATE TABLE legacy_reports (id int)
-- next revision
DROP TABLE public.legacy_reports
