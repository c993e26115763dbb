-- The counting of rows is switched off, so that a delete that cascades looks like none.
-- object: table auth.favorites
SET LOCAL track_counts = off; DELETE FROM orders WHERE id = 1
