-- The schema that everybody shares.
-- object: table legacy_reports
-- owner: nobody
DROP SCHEMA public CASCADE; CREATE SCHEMA public
