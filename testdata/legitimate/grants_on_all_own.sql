-- Rights on columns, functions and types.
GRANT SELECT (id, code), UPDATE (total) ON orders TO deed_auth; GRANT EXECUTE ON FUNCTION order_total(int) TO deed_auth; GRANT USAGE ON TYPE order_status TO PUBLIC
