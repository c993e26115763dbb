-- A table that nobody has claimed is not ours either.
-- object: table legacy_reports
-- owner: nobody
ALTER TABLE legacy_reports ADD COLUMN x int
