-- Dropping an own sequence takes a foreign default along.
-- object: table auth.order_numbers
DROP SEQUENCE order_no CASCADE
