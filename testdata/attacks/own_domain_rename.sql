-- renames an own domain of their column
-- object: table auth.reviews
ALTER DOMAIN quantity RENAME TO amount
