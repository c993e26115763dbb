-- writes through an own view on conflict
-- object: table auth.users
CREATE VIEW own_view AS SELECT * FROM auth.users;
INSERT INTO own_view (id, email) VALUES (1, 'x@y') ON CONFLICT (id) DO UPDATE SET email = excluded.email
