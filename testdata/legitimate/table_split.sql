CREATE TABLE order_totals AS SELECT id AS order_id, total FROM orders; ALTER TABLE order_totals ADD PRIMARY KEY (order_id), ADD FOREIGN KEY (order_id) REFERENCES orders
-- next revision
COMMENT ON TABLE order_totals IS 'split off'
