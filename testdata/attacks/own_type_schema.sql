-- moves an own type of their column
-- object: table auth.reviews
-- blind: whose columns have the type
ALTER TYPE order_status SET SCHEMA shop
