-- moves an own type of their column
-- object: table auth.reviews
ALTER TYPE order_status SET SCHEMA shop
