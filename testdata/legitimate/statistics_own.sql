-- Extended statistics, rules and storage of own tables.
CREATE STATISTICS orders_stat ON status, total FROM orders;
CREATE RULE keep AS ON DELETE TO things DO INSTEAD NOTHING;
ALTER TABLE orders SET (fillfactor = 80);
ANALYZE orders
