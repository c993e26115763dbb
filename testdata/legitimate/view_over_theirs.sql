-- A view over foreign tables.
CREATE VIEW buyers AS SELECT o.id, u.email FROM orders o JOIN auth.users u ON u.id = o.customer_id
