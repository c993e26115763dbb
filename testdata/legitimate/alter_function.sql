-- An own function is altered, which keeps a lock on the catalog.
ALTER FUNCTION order_total(int) COST 100; ALTER FUNCTION order_total(int) SET search_path = public; ALTER FUNCTION order_total(int) RENAME TO order_sum; ALTER FUNCTION order_sum(int) OWNER TO CURRENT_USER
