-- A new table, filled, indexed and altered in the same revision.
CREATE TABLE invoices (id int, n int)
-- next step
INSERT INTO invoices SELECT g, g FROM generate_series(1, 100) g
-- next step
ALTER TABLE invoices ADD PRIMARY KEY (id);
CREATE INDEX invoices_n ON invoices (n)
-- next step
TRUNCATE invoices
