-- An index on a partitioned table.
CREATE INDEX measures_id ON measures (id)
