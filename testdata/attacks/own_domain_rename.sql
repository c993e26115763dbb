-- renames an own domain of their column
-- object: table auth.reviews
-- blind: whose columns have the type
ALTER DOMAIN quantity RENAME TO amount
