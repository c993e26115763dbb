-- Dropping an own table takes a foreign view along.
-- object: view auth.cart_ids
DROP TABLE shop.carts CASCADE
