-- by hand: nobody has claimed it
CREATE TABLE legacy_reports (id int PRIMARY KEY, body text, written_at date NOT NULL DEFAULT '2020-01-01');
INSERT INTO legacy_reports VALUES (1, 'one'), (2, 'two');
CREATE TABLE alembic_version (version_num varchar(32) NOT NULL CONSTRAINT alembic_version_pkc PRIMARY KEY);
INSERT INTO alembic_version VALUES ('0123456789ab');
CREATE FUNCTION legacy_total(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n + 1';
DO $$ BEGIN
	CREATE ROLE deed_auth;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
END $$;
-- service auth
CREATE SCHEMA auth;
CREATE TYPE auth.role AS ENUM ('user', 'admin');
CREATE DOMAIN auth.email AS text CONSTRAINT email_at CHECK (VALUE LIKE '%@%');
CREATE TYPE auth.address AS (street text, city text);
CREATE TYPE auth.period AS RANGE (subtype = timestamptz);
CREATE SEQUENCE auth.invoice_no START 100;
CREATE SEQUENCE ticket_no;
CREATE TABLE auth.users (
	id bigserial PRIMARY KEY, email auth.email NOT NULL UNIQUE, role auth.role NOT NULL DEFAULT 'user',
	manager_id bigint REFERENCES auth.users ON DELETE SET NULL, home auth.address, CHECK (id > 0)
);
INSERT INTO auth.users (email, role) VALUES ('ada@example.org', 'admin'), ('ben@example.org', 'user');
CREATE TABLE auth.sessions (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id bigint NOT NULL REFERENCES auth.users ON DELETE CASCADE, data jsonb);
INSERT INTO auth.sessions (user_id, data) VALUES (1, '{}'), (2, '{}');
CREATE INDEX sessions_data_idx ON auth.sessions USING gin (data);
GRANT USAGE, CREATE ON SCHEMA auth TO deed_auth;
ALTER TABLE auth.sessions OWNER TO deed_auth;
CREATE TABLE auth.log (at timestamptz NOT NULL DEFAULT now(), what text);
INSERT INTO auth.log (what) VALUES ('begun');
CREATE VIEW auth.admins AS SELECT id, email FROM auth.users WHERE role = 'admin';
CREATE MATERIALIZED VIEW auth.user_count AS SELECT count(*) AS n FROM auth.users;
CREATE FUNCTION auth.is_admin(n bigint) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT role = ''admin'' FROM auth.users WHERE id = n';
CREATE FUNCTION auth.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO auth.log (what) VALUES (TG_OP); RETURN NULL; END $$;
CREATE FUNCTION auth.wipe() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM auth' || '.sessions'; END $$;
CREATE PROCEDURE auth.rotate() LANGUAGE plpgsql AS $$ BEGIN DELETE FROM auth.sessions; COMMIT; END $$;
CREATE AGGREGATE auth.total (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
CREATE TRIGGER users_note AFTER UPDATE ON auth.users FOR EACH STATEMENT EXECUTE FUNCTION auth.note();
ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY;
CREATE POLICY users_own ON auth.users USING (true);
CREATE RULE log_keep AS ON DELETE TO auth.log DO INSTEAD NOTHING;
CREATE STATISTICS auth.users_stat ON role, manager_id FROM auth.users;
CREATE TABLE auth.events (id int, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE auth.events_2025 PARTITION OF auth.events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE auth.events_old (id int, at date NOT NULL);
INSERT INTO auth.events VALUES (1, '2025-02-03');
CREATE TABLE auth.base (id int);
CREATE TABLE profiles (id int PRIMARY KEY, user_id bigint REFERENCES auth.users, name text);
INSERT INTO profiles VALUES (1, 1, 'Ada');
COMMENT ON TABLE auth.users IS 'who may log in';
COMMENT ON COLUMN auth.users.email IS 'lower case';
COMMENT ON FUNCTION auth.is_admin(bigint) IS 'for policies';
COMMENT ON TYPE auth.role IS 'what they may';
COMMENT ON SCHEMA auth IS 'of the auth service';
GRANT SELECT ON auth.users TO deed_auth;
GRANT EXECUTE ON FUNCTION auth.is_admin(bigint) TO deed_auth;
CREATE PUBLICATION auth_feed FOR TABLE auth.log;
CREATE TEXT SEARCH CONFIGURATION auth.words (COPY = simple);
CREATE OPERATOR auth.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq);
CREATE COLLATION auth.plain FROM "C";
CREATE CAST (auth.address AS text) WITH INOUT;
SELECT lo_from_bytea(4242, 'photo of Ada');
-- service shop
CREATE TYPE order_status AS ENUM ('new', 'paid');
CREATE TYPE money_amount AS (amount numeric, currency text);
CREATE DOMAIN quantity AS int CHECK (VALUE > 0);
CREATE SEQUENCE order_no;
CREATE TABLE orders (
	id serial PRIMARY KEY, code text NOT NULL UNIQUE, customer_id bigint REFERENCES auth.users, status order_status NOT NULL DEFAULT 'new', total numeric
);
INSERT INTO orders (code, customer_id, total) VALUES ('A-1', 1, 10), ('A-2', 2, 20), ('A-3', 2, 30);
CREATE TABLE order_items (id int PRIMARY KEY, order_id int REFERENCES orders ON DELETE CASCADE, amount quantity);
INSERT INTO order_items VALUES (1, 1, 5);
CREATE TABLE scratch (n int, note text);
INSERT INTO scratch VALUES (1, 'a');
CREATE TABLE measures (id int, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE measures_2025 PARTITION OF measures FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE measures_2024 (id int, at date NOT NULL);
CREATE TABLE things (id int);
CREATE TABLE visits (id int PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE visits_1 PARTITION OF visits FOR VALUES FROM (0) TO (10);
CREATE TABLE stock (id int PRIMARY KEY, place text) PARTITION BY RANGE (id);
CREATE TABLE stock_1 PARTITION OF stock FOR VALUES FROM (0) TO (10);
INSERT INTO stock VALUES (1, 'shelf');
CREATE TABLE watched (n int);
CREATE TABLE tariffs (code text PRIMARY KEY, price numeric);
INSERT INTO tariffs VALUES ('T-1', 1);
CREATE VIEW paid_orders AS SELECT id, code FROM orders WHERE status = 'paid';
CREATE MATERIALIZED VIEW order_count AS SELECT count(*) AS n FROM orders;
CREATE FUNCTION order_total(n int) RETURNS numeric LANGUAGE sql STABLE AS 'SELECT total FROM orders WHERE id = n';
CREATE FUNCTION shop_note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE SCHEMA shop;
CREATE TABLE shop.carts (id int PRIMARY KEY);
-- service auth, on top of shop
CREATE TABLE auth.favorites (user_id bigint REFERENCES auth.users, order_id int REFERENCES orders ON DELETE CASCADE);
INSERT INTO auth.favorites VALUES (1, 1);
CREATE TABLE auth.reviews (order_code text REFERENCES orders (code), status order_status, price money_amount, stars quantity);
INSERT INTO auth.reviews VALUES ('A-2', 'paid', (1, 'EUR'), 3);
CREATE VIEW auth.order_report AS SELECT id, total FROM orders;
CREATE TABLE auth.more_things (extra text) INHERITS (things);
CREATE TABLE auth.order_numbers (no int DEFAULT nextval('order_no'));
CREATE VIEW auth.cart_ids AS SELECT id FROM shop.carts;
CREATE TABLE auth.in_shop_schema_user (cart int REFERENCES shop.carts);
CREATE TABLE shop.of_auth (id int);
CREATE TABLE auth.visit_notes (visit int REFERENCES visits, note text);
CREATE TRIGGER scratch_note AFTER INSERT ON scratch FOR EACH STATEMENT EXECUTE FUNCTION auth.note();
CREATE TABLE auth.stock_9 PARTITION OF stock FOR VALUES FROM (90) TO (100);
INSERT INTO auth.stock_9 VALUES (90, 'vault');
CREATE TABLE auth.labels (code text REFERENCES tariffs ON UPDATE CASCADE ON DELETE SET NULL);
INSERT INTO auth.labels VALUES ('T-1');
CREATE TABLE auth.prices OF money_amount;
CREATE RULE watch AS ON INSERT TO watched DO ALSO INSERT INTO auth.log (what) VALUES ('watched');
