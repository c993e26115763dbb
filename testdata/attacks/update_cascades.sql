-- changes their row along with a key of an own one
-- object: table auth.labels
UPDATE tariffs SET code = 'T-2'
