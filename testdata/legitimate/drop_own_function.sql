-- An own function goes.
DROP FUNCTION order_total(int)
