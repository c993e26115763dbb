-- Comments on own objects.
COMMENT ON TABLE orders IS 'x'; COMMENT ON COLUMN orders.code IS 'y'; COMMENT ON TYPE order_status IS 'z'; COMMENT ON TABLE orders IS NULL; COMMENT ON FUNCTION order_total(int) IS 'f'
