-- Seeds that keep the keys which others follow.
INSERT INTO tariffs (code, price) VALUES ('T-1', 1), ('T-2', 2) ON CONFLICT (code) DO UPDATE SET price = excluded.price
