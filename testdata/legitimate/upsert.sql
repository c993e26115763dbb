-- INSERT … ON CONFLICT.
INSERT INTO orders (id, code) VALUES (1, 'A-1') ON CONFLICT (id) DO UPDATE SET total = 3
