-- Dropping an own schema takes foreign things outside of it along.
-- object: view auth.cart_ids
DROP SCHEMA shop CASCADE
