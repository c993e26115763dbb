-- Dropping an own key takes a foreign table's foreign key along.
-- object: table auth.reviews
ALTER TABLE orders DROP CONSTRAINT orders_code_key CASCADE
