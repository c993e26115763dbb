-- An own view gets a column.
CREATE OR REPLACE VIEW paid_orders AS SELECT id, code, total FROM orders
