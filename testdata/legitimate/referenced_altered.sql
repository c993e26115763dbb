-- Other columns of a table that theirs refer to.
ALTER TABLE tariffs ADD COLUMN note text, ALTER price TYPE double precision, ADD CONSTRAINT p CHECK (price >= 0)
