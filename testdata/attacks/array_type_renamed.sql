-- A table is called as the type of arrays of theirs, which PostgreSQL renames.
-- object: type _legacy_reports
-- owner: nobody has claimed it
-- blind: which types of arrays there are
CREATE TABLE _legacy_reports (id int)
