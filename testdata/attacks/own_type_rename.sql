-- renames an own type of their column
-- object: table auth.reviews
ALTER TYPE order_status RENAME TO status_of_order
