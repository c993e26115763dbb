-- An own function is moved into a foreign schema.
-- object: schema auth
ALTER FUNCTION order_total(int) SET SCHEMA auth
