-- The same, with the setting put together.
-- object: table legacy_reports
-- blind: that it is the other one
-- owner: nobody has claimed
CREATE SCHEMA own2; SELECT set_config('search_'||'path', 'own2', true); CREATE TABLE legacy_reports (id int); DROP TABLE own2.legacy_reports
-- next revision
DROP TABLE public.legacy_reports
