-- Comments on everything.
COMMENT ON COLUMN orders.code IS 'shown to people'; COMMENT ON CONSTRAINT orders_code_key ON orders IS 'one each'; COMMENT ON INDEX orders_pkey IS 'x'; COMMENT ON TYPE order_status IS 'x'; COMMENT ON FUNCTION order_total(int) IS 'x'; COMMENT ON SEQUENCE order_no IS 'x'; COMMENT ON SCHEMA shop IS 'carts'
