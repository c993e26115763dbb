package lint

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// alone is what PostgreSQL wants outside of a transaction.
var alone = regexp.MustCompile(`CONCURRENTLY|VACUUM`)

// sqlRevision is a revision of one raw SQL step.
func sqlRevision(sql string) string {
	return stepRevision("test", "base", `op.SQL{Up: `+strconv.Quote(sql)+`, NoTransaction: `+strconv.FormatBool(alone.MatchString(sql))+`}`)
}

func stepRevision(id, parent, steps string) string {
	return `package migrations

import (
	"github.com/deedsql/deed"
	"github.com/deedsql/deed/op"
)

var _ = Revisions.Add(deed.Revision{
	ID: "` + id + `", Parents: []string{"` + parent + `"}, Message: "` + id + `",
	Upgrade: []deed.Step{
		` + steps + `,
	},
	Downgrade: []deed.Step{},
})
`
}

// TestSQL lints statements. want holds "rule object owner" of each finding
// that is no note, in the order of the statement.
func TestSQL(t *testing.T) {
	t.Parallel()
	tests := []struct {
		sql  string
		want string // rules and owners, separated by ";"
	}{
		// Dropping.
		{`DROP TABLE auth.users`, "own-drop auth.users auth"},
		{`DROP TABLE IF EXISTS auth.users, items`, "own-drop auth.users auth; drop-table items"},
		{`DROP TABLE payments`, "own-drop payments billing"},
		{`DROP TABLE "payments"`, "own-drop payments billing"},
		{`DROP TABLE PAYMENTS`, "own-drop payments billing"},
		{`DROP TABLE users`, "own-drop auth.users auth"},
		{`DROP TABLE nobodys`, "own-drop nobodys"},
		{`DROP VIEW auth.active_users`, "own-drop auth.active_users auth"},
		{`DROP INDEX auth.users_email_idx`, "own-drop auth.users_email_idx auth"},
		{`DROP INDEX CONCURRENTLY auth.users_email_idx`, "own-drop auth.users_email_idx auth"},
		{`DROP SEQUENCE auth.users_id_seq`, "own-drop auth.users_id_seq auth"},
		{`DROP TYPE auth.state`, "own-shared-type auth.state auth"},
		{`DROP FUNCTION auth.purge(int)`, "own-shared-type auth.purge auth"},
		{`DROP TRIGGER t ON auth.users`, "own-alter auth.users auth"},
		{`DROP POLICY p ON auth.users`, "own-alter auth.users auth"},
		{`DROP RULE r ON auth.users`, "own-alter auth.users auth"},
		{`DROP SCHEMA auth`, "own-schema-wide auth auth"},
		{`DROP SCHEMA auth CASCADE`, "own-schema-wide auth auth; own-cascade"},
		{`DROP EXTENSION pgcrypto`, "own-drop pgcrypto"},
		{`DROP TABLE orders CASCADE`, "drop-table orders; own-cascade"},
		{`DROP OWNED BY auth_role`, "own-schema-wide"},
		{`REASSIGN OWNED BY auth_role TO shop_role`, "own-schema-wide"},
		{`DROP PUBLICATION auth_changes`, "own-drop auth_changes"},
		{`DROP DATABASE app`, "own-server-wide"},
		{`DROP ROLE auth_role`, "own-server-wide"},
		{`DROP TABLE deed_ownership`, "own-drop deed_ownership deed"},
		{`DROP TABLE alembic_version_gateway`, "own-drop alembic_version_gateway Alembic"},
		{`DROP OPERATOR CLASS auth.ops USING btree`, "own-drop auth.ops auth"},
		{`DROP CAST (text AS auth.state)`, "own-server-wide"},
		// Altering.
		{`ALTER TABLE auth.users ADD COLUMN x int`, "own-alter auth.users auth"},
		{`ALTER TABLE ONLY auth.users DROP COLUMN email`, "own-alter auth.users auth"},
		{`ALTER TABLE auth.users DROP COLUMN email CASCADE`, "own-alter auth.users auth; own-cascade"},
		{`ALTER TABLE auth.users RENAME TO people`, "own-alter auth.users auth"},
		{`ALTER TABLE auth.users RENAME COLUMN a TO b`, "own-alter auth.users auth"},
		{`ALTER TABLE auth.users RENAME CONSTRAINT a TO b`, "own-alter auth.users auth"},
		{`ALTER TABLE auth.users SET SCHEMA public`, "own-alter auth.users auth"},
		{`ALTER TABLE auth.users OWNER TO shop`, "own-alter auth.users auth"},
		{`ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY`, "own-alter auth.users auth"},
		{`ALTER TABLE auth.users DISABLE TRIGGER ALL`, "own-alter auth.users auth"},
		{`ALTER TABLE auth.users ATTACH PARTITION items FOR VALUES IN (1)`, "own-alter auth.users auth"},
		{`ALTER TABLE orders ATTACH PARTITION payments DEFAULT`, "own-alter payments billing"},
		{`ALTER TABLE orders DETACH PARTITION payments`, "own-alter payments billing"},
		{`ALTER TABLE orders INHERIT auth.users`, "own-attach-object auth.users auth"},
		{`ALTER INDEX auth.users_email_idx RENAME TO x`, "own-alter auth.users_email_idx auth"},
		{`ALTER SEQUENCE auth.users_id_seq RESTART`, "own-shared-type auth.users_id_seq auth"},
		{`ALTER VIEW auth.active_users OWNER TO shop`, "own-alter auth.active_users auth"},
		{`ALTER TYPE auth.state ADD VALUE 'x'`, "own-shared-type auth.state auth"},
		{`ALTER TYPE currency RENAME VALUE 'a' TO 'b'`, "own-shared-type currency billing"},
		{`ALTER DOMAIN auth.email ADD CHECK (VALUE <> '')`, "own-shared-type auth.email auth"},
		{`ALTER FUNCTION auth.purge(int) OWNER TO shop`, "own-shared-type auth.purge auth"},
		{`ALTER FUNCTION auth.purge(int) SET search_path = x`, "own-shared-type auth.purge auth"},
		{`ALTER SCHEMA auth RENAME TO auth2`, "own-schema-wide auth auth"},
		{`ALTER SCHEMA auth OWNER TO shop`, "own-schema-wide auth auth"},
		{`ALTER EXTENSION pgcrypto UPDATE`, "own-alter pgcrypto"},
		{`ALTER EXTENSION pgcrypto ADD TABLE auth.users`, "own-alter pgcrypto; own-alter auth.users auth"},
		{`ALTER POLICY p ON auth.users USING (true)`, "own-alter auth.users auth"},
		{`ALTER TRIGGER t ON auth.users RENAME TO u`, "own-alter auth.users auth"},
		{`ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b`, "own-schema-wide"},
		{`ALTER SYSTEM SET wal_level = minimal`, "own-server-wide"},
		{`ALTER DATABASE app SET search_path = auth`, "own-server-wide"},
		{`ALTER ROLE app SET search_path = auth`, "own-server-wide"},
		// Truncating, rows, locks.
		{`TRUNCATE auth.users`, "own-truncate auth.users auth"},
		{`TRUNCATE items, auth.users RESTART IDENTITY CASCADE`, "truncate items; own-truncate auth.users auth; own-cascade"},
		{`DELETE FROM auth.users WHERE id = 1`, "own-dml auth.users auth"},
		{`UPDATE payments SET a = 1 WHERE id = 2`, "own-dml payments billing"},
		{`INSERT INTO auth.users (id) VALUES (1)`, "own-dml auth.users auth"},
		{`INSERT INTO auth.users SELECT * FROM orders ON CONFLICT DO NOTHING`, "own-dml auth.users auth"},
		{`MERGE INTO auth.users u USING orders o ON o.id = u.id WHEN MATCHED THEN DELETE`, "own-dml auth.users auth"},
		{`COPY auth.users FROM STDIN`, "own-dml auth.users auth"},
		{`COPY orders TO '/tmp/x'`, "own-server-wide"},
		{`WITH gone AS (DELETE FROM auth.users WHERE id = 1 RETURNING id) INSERT INTO orders SELECT id FROM gone`, "own-dml auth.users auth"},
		{`EXPLAIN ANALYZE DELETE FROM auth.users WHERE id = 1`, "own-dml auth.users auth"},
		{`PREPARE p AS DELETE FROM auth.users WHERE id = $1`, "own-dml auth.users auth"},
		{`CREATE RULE r AS ON INSERT TO orders DO ALSO DELETE FROM auth.users WHERE id = 1`, "own-dml auth.users auth"},
		{`UPDATE user_names SET name = 'x' WHERE id = 1`, "own-dml auth.users auth"},
		{`SELECT setval('auth.users_id_seq', 1)`, "own-dml auth.users_id_seq auth"},
		{`ALTER TABLE orders ALTER id SET DEFAULT nextval('auth.users_id_seq')`, "own-dml auth.users_id_seq auth"},
		{`LOCK TABLE auth.users IN EXCLUSIVE MODE`, "own-lock auth.users auth"},
		{`SELECT * FROM auth.users FOR UPDATE`, "own-lock auth.users auth"},
		{`VACUUM FULL auth.users`, "own-lock auth.users auth"},
		{`ANALYZE`, "own-schema-wide"},
		{`CLUSTER auth.users USING x`, "own-lock auth.users auth"},
		{`REINDEX TABLE auth.users`, "own-lock auth.users auth"},
		{`REINDEX SCHEMA auth`, "own-schema-wide"},
		{`REFRESH MATERIALIZED VIEW auth.active_users`, "own-dml auth.active_users auth"},
		// Attaching.
		{`CREATE INDEX CONCURRENTLY x ON auth.users (email)`, "own-attach-object auth.users auth"},
		{`CREATE TRIGGER t BEFORE INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION order_total()`, "own-attach-object auth.users auth"},
		{`CREATE RULE r AS ON INSERT TO auth.users DO INSTEAD NOTHING`, "own-attach-object auth.users auth"},
		{`CREATE POLICY p ON auth.users USING (false)`, "own-attach-object auth.users auth"},
		{`CREATE STATISTICS s ON a, b FROM auth.users`, "own-attach-object auth.users auth"},
		{`COMMENT ON TABLE auth.users IS 'x'`, "own-attach-object auth.users auth"},
		{`COMMENT ON COLUMN auth.users.email IS 'x'`, "own-attach-object auth.users auth"},
		{`COMMENT ON CONSTRAINT c ON auth.users IS 'x'`, "own-attach-object auth.users auth"},
		{`COMMENT ON TYPE auth.state IS 'x'`, "own-attach-object auth.state auth"},
		{`SECURITY LABEL ON TABLE auth.users IS 'x'`, "own-attach-object auth.users auth"},
		{`CREATE PUBLICATION p FOR TABLE orders, auth.users`, "own-attach-object auth.users auth"},
		{`CREATE PUBLICATION p FOR ALL TABLES`, "own-schema-wide"},
		{`CREATE PUBLICATION p FOR TABLES IN SCHEMA auth`, "own-schema-wide"},
		{`ALTER PUBLICATION auth_changes ADD TABLE orders`, "own-alter auth_changes"},
		// Privileges.
		{`GRANT SELECT ON auth.users TO shop`, "own-grant auth.users auth"},
		{`REVOKE ALL ON payments FROM billing`, "own-grant payments billing"},
		{`GRANT ALL ON ALL TABLES IN SCHEMA auth TO shop`, "own-grant auth auth"},
		{`GRANT auth_role TO shop`, "own-grant"},
		{`GRANT USAGE ON SCHEMA auth TO shop`, "own-grant auth auth"},
		{`GRANT EXECUTE ON FUNCTION auth.purge(int) TO shop`, "own-grant auth.purge auth"},
		{`ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO shop`, "own-grant"},
		// Names.
		{`SET search_path = auth; DROP TABLE users`, "own-search-path auth auth; own-drop auth.users auth"},
		{`SELECT set_config('search_path', 'auth, public', true)`, "own-search-path auth auth"},
		{`UPDATE orders SET state = 'x' WHERE id = 1`, ""},
		{`SET ROLE auth_role`, "own-session"},
		{`SET LOCAL ROLE NONE`, ""},
		{`SET standard_conforming_strings = on; SET standard_conforming_strings TO off`, "own-session"},
		{`SET session_replication_role = replica`, "own-session"},
		// Creating over others.
		{`CREATE TABLE payments (id int)`, "own-create-taken payments billing"},
		{`CREATE TABLE IF NOT EXISTS auth.users (id int)`, "own-create-taken auth.users auth"},
		{`CREATE OR REPLACE VIEW auth.active_users AS SELECT 1`, "own-create-taken auth.active_users auth"},
		{`CREATE OR REPLACE FUNCTION set_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$`, "own-create-taken set_updated_at billing"},
		{`CREATE TABLE auth.carts (id int)`, "own-unowned-create auth.carts auth"},
		{`CREATE FUNCTION elsewhere.f() RETURNS int LANGUAGE sql AS 'SELECT 1'`, "own-unowned-create elsewhere.f"},
		{`ALTER TABLE items RENAME TO payments`, "own-create-taken payments billing; rename-table items"},
		{`ALTER TABLE items SET SCHEMA auth`, "own-unowned-create auth.items auth"},
		{`CREATE TABLE auth.scratch AS SELECT * FROM orders`, "own-unowned-create auth.scratch auth"},
		{`CREATE TABLE events (id int) INHERITS (auth.users)`, "own-attach-object auth.users auth"},
		{`CREATE SCHEMA s CREATE TABLE t (id int) CREATE TABLE auth.users (id int)`, "own-create-taken auth.users auth"},
		{`IMPORT FOREIGN SCHEMA x FROM SERVER y INTO auth`, "own-unowned-create auth auth"},
		{`CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION f()`, "own-server-wide"},
		// Transactions.
		{`BEGIN; DELETE FROM orders WHERE id = 1; COMMIT`, "tx-control; tx-control"},
		{`ROLLBACK`, "tx-control"},
		// Code.
		{`DO $$ BEGIN DROP TABLE auth.users; END $$`, "own-drop auth.users auth"},
		{`DO $$ BEGIN EXECUTE 'DROP TABLE auth.users'; END $$`, "own-drop auth.users auth"},
		{`DO $$ BEGIN EXECUTE format('TRUNCATE %I.%I', 'auth', 'users'); END $$`, "own-truncate auth.users auth"},
		{`DO $$ BEGIN EXECUTE format('CREATE TABLE %I PARTITION OF orders FOR VALUES FROM (%L) TO (%2$L)', n, m); END $$`, ""},
		{`DO $$ BEGIN EXECUTE 'CREATE INDEX ' || quote_ident(n) || ' ON auth.users (id)'; END $$`, "own-attach-object auth.users auth"},
		{`DO $$ BEGIN EXECUTE format('ALTER TABLE items ADD COLUMN %I int DEFAULT %L', n, m); END $$`, ""},
		{`DO $$ BEGIN EXECUTE format('ALTER TABLE %I ADD COLUMN a int', n); END $$`, "own-opaque"},
		{`DO $$ BEGIN EXECUTE format('CREATE TABLE %I.t (a int)', n); END $$`, "own-opaque"},
		{`DO $$ DECLARE n text; BEGIN FOREACH n IN ARRAY ARRAY['orders', 'auth.users'] LOOP EXECUTE 'TRUNCATE ' || n; END LOOP; END $$`, "own-truncate auth.users auth"},
		{`DO $$ BEGIN FOREACH n IN ARRAY ARRAY['orders'] LOOP EXECUTE format('ALTER TABLE %I ADD a int', n); END LOOP; END $$`, ""},
		{`DO $$ BEGIN FOREACH n IN ARRAY ARRAY['orders'] LOOP n := m; EXECUTE 'TRUNCATE ' || n; END LOOP; END $$`, "own-opaque"},
		{`DO $$ BEGIN FOREACH n IN ARRAY ARRAY['orders'] LOOP SELECT m INTO n; EXECUTE 'TRUNCATE ' || n; END LOOP; END $$`, "own-opaque"},
		{`DO $$ BEGIN FOREACH n IN ARRAY ARRAY['orders'] LOOP FOR n IN SELECT m LOOP EXECUTE 'TRUNCATE ' || n; END LOOP; END LOOP; END $$`, "own-opaque"},
		{`DO $$ BEGIN FOREACH n IN ARRAY ARRAY['orders'] LOOP DECLARE n text := 'auth.users'; BEGIN EXECUTE 'TRUNCATE ' || n; END; END LOOP; END $$`, "own-opaque"},
		{`DO $$ DECLARE u ALIAS FOR n; BEGIN FOREACH n IN ARRAY ARRAY['orders'] LOOP u := m; EXECUTE 'TRUNCATE ' || n; END LOOP; END $$`, "own-opaque"},
		{`DO $$ BEGIN FOREACH n IN ARRAY ARRAY['orders'] LOOP CALL rename_it(n); EXECUTE 'TRUNCATE ' || n; END LOOP; END $$`, "own-opaque"},
		{`DO $$ BEGIN FOREACH n IN ARRAY ARRAY['orders', m] LOOP EXECUTE 'TRUNCATE ' || n; END LOOP; END $$`, "own-opaque"},
		{`DO $$ BEGIN FOREACH n IN ARRAY ARRAY['orders'] LOOP NULL; END LOOP; n := m; EXECUTE 'TRUNCATE ' || n; END $$`, "own-opaque"},
		{`DO $$ BEGIN EXECUTE format('CREATE TABLE t%s (a int)', n); END $$`, "own-opaque"},
		{`DO $$ BEGIN EXECUTE format('SET LOCAL %I = %L', n, m); END $$`, "own-opaque"},
		{`DO $$ BEGIN EXECUTE format('INSERT INTO items SELECT nextval(%L)', n); END $$`, "own-opaque"},
		{`DO $$ BEGIN EXECUTE format('INSERT INTO items SELECT set_config(%L, %L, true)', n, m); END $$`, "own-opaque"},
		{`DO $$ DECLARE r record; BEGIN FOR r IN SELECT tablename FROM pg_tables LOOP EXECUTE 'DROP TABLE ' || r.tablename; END LOOP; END $$`, "own-opaque"},
		{`DO $$ BEGIN PERFORM auth.purge(1); END $$`, "own-opaque auth.purge auth"},
		{`DO $$ BEGIN IF true THEN DELETE FROM auth.users; END IF; COMMIT; END $$`, "own-dml auth.users auth; tx-control"},
		{`CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DELETE FROM auth.users WHERE id = 1'`, "own-dml auth.users auth"},
		{`CREATE FUNCTION f() RETURNS void LANGUAGE sql BEGIN ATOMIC DELETE FROM auth.users WHERE id = 1; END`, "own-dml auth.users auth"},
		{`CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE auth.users SET n = 1 WHERE id = new.id RETURNING id INTO new.x; RETURN new; END $$`, "own-dml auth.users auth"},
		{`CREATE FUNCTION f() RETURNS void LANGUAGE sql SET search_path = auth AS 'DELETE FROM users'`, "own-dml auth.users auth"},
		{`CREATE FUNCTION f() RETURNS void LANGUAGE plpython3u AS 'plpy.execute("x")'`, "own-opaque"},
		{`CALL auth.cleanup()`, "own-opaque auth.cleanup auth"},
		{`SELECT auth.purge(1)`, "own-opaque auth.purge auth"},
		{`SELECT purge_everything()`, "own-opaque purge_everything"},
		{`SELECT query_to_xml('DELETE FROM auth.users RETURNING id', true, true, '')`, "own-dml auth.users auth"},
		{`SELECT dblink_exec(conn, stmt) FROM work`, "own-opaque"},
		{`SELECT pg_terminate_backend(pid) FROM pg_stat_activity`, "own-server-wide"},
		{`EXECUTE p`, "own-opaque p"},
		{`UPDATE items SET id = auth.purge(1) WHERE id = 1`, "own-opaque auth.purge auth"},
		{`CREATE MATERIALIZED VIEW m AS SELECT auth.purge(1)`, "own-opaque auth.purge auth"},
		{`CREATE TRIGGER t AFTER INSERT ON orders EXECUTE FUNCTION auth.purge()`, "own-opaque auth.purge auth"},
		{`DO $$ BEGIN RAISE NOTICE '%', auth.purge(1); END $$`, "own-opaque auth.purge auth"},
		{`DO $$ BEGIN FOR i IN 1..auth.purge(1) LOOP SELECT auth.purge(2) INTO x; END LOOP; END $$`, "own-opaque auth.purge auth; own-opaque auth.purge auth"},
		{`CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN auth.purge(1)`, "own-opaque auth.purge auth"},
		{`CREATE RULE r AS ON INSERT TO orders DO ALSO SELECT auth.purge(1)`, "own-opaque auth.purge auth"},
		{`ALTER TABLE orders ALTER n TYPE text USING auth.purge(1)`, "own-opaque auth.purge auth"},
		{`CREATE TYPE r AS RANGE (subtype = int, multirange_type_name = auth.rs)`, "own-unowned-create auth.rs auth"},
		{`CREATE SCHEMA s CREATE TABLE t (id int); DROP TABLE s.t`, ""},
		{`DO $$ DECLARE x int := auth.purge(1); BEGIN END $$`, "own-opaque auth.purge auth"},
		{`CREATE SEQUENCE s OWNED BY auth.users.id`, "own-attach-object auth.users auth"},
		{`ALTER SEQUENCE order_numbers OWNED BY auth.users.id`, "own-attach-object auth.users auth"},
		{`CREATE EXTENSION x SCHEMA auth`, "own-unowned-create auth auth"},
		{`CREATE TEMP TABLE payments (id int); DROP TABLE public.payments`, "own-drop payments billing"},
		{`SELECT * FROM orders o JOIN auth.users u USING (id) FOR UPDATE`, "own-lock auth.users auth"},
		{`UPDATE pg_attribute SET attname = 'x' WHERE attname = 'y'`, "own-dml pg_catalog.pg_attribute PostgreSQL"},
		// What the grammar does not know.
		{`ALTER TABLE auth.users ADD CONSTRAINT c CHECK (a > 0) NOT ENFORCED`, "own-opaque; own-alter auth.users auth"},
		{`DROP TABLE auth.users; FROB x`, "own-drop auth.users auth; own-opaque"},
		{`FROB; DELETE FROM auth.users WHERE`, "own-opaque; own-dml auth.users auth"},
		{`MERGE INTO auth.users u USING orders o ON true WHEN NOT MATCHED BY SOURCE THEN DELETE`, "own-opaque; own-dml auth.users auth"},
		// Safety.
		{`REINDEX TABLE items`, "reindex-blocking items"},
		{`CLUSTER items USING i`, "rewrite-table items"},
		{`ALTER TABLE items SET UNLOGGED`, "rewrite-table items"},
		{`VACUUM (FULL) items`, "rewrite-table items"},
		{`REFRESH MATERIALIZED VIEW legacy_totals`, "refresh-blocking legacy_totals"},
		{`ALTER TYPE order_state RENAME VALUE 'new' TO 'fresh'`, "rename-enum-value order_state"},
		{`ALTER DOMAIN legacy_amount ADD CHECK (VALUE > 0)`, "domain-check-validated legacy_amount"},
		{`ALTER DOMAIN legacy_amount ADD CHECK (VALUE > 0) NOT VALID`, ""},
		{`ALTER TABLE items DISABLE TRIGGER ALL`, "disable-trigger items"},
		{`UPDATE items SET id = 1 WHERE id = 2; DROP INDEX orders_state_idx`, ""},
		{`DELETE FROM items`, "delete-all items"},
		{`DELETE FROM items WHERE 1 = 1`, "delete-all items"},
		{`UPDATE items SET a = 1`, "update-all items"},
		{`ALTER TABLE items ADD COLUMN a int NOT NULL`, "add-column-required items"},
		{`ALTER TABLE items ADD COLUMN a uuid DEFAULT gen_random_uuid()`, "add-column-volatile-default items"},
		{`ALTER TABLE items ADD COLUMN a bigserial`, "add-column-rewrite items"},
		{`ALTER TABLE items ADD COLUMN a int GENERATED ALWAYS AS IDENTITY`, "add-column-rewrite items"},
		{`ALTER TABLE items ADD COLUMN a int CHECK (a > 0)`, "add-column-constrained items"},
		{`ALTER TABLE items ALTER a SET NOT NULL`, "set-not-null items"},
		{`ALTER TABLE items ADD CONSTRAINT c CHECK (id > 0)`, "add-check-validated items"},
		{`ALTER TABLE items ADD CONSTRAINT c FOREIGN KEY (id) REFERENCES orders`, "add-fk-validated items"},
		{`ALTER TABLE items ADD CONSTRAINT c UNIQUE (id)`, "add-unique items"},
		{`ALTER TABLE items ALTER id TYPE int`, "change-column-type items"},
		{`CREATE INDEX i ON items (id)`, "create-index-blocking items"},
		{`ALTER TABLE items RENAME COLUMN id TO key`, "rename-column items"},
		{`ALTER TABLE items DROP COLUMN id`, "drop-column items"},
		{`ALTER TABLE items ADD CONSTRAINT c CHECK (id > 0) NOT VALID; ALTER TABLE items VALIDATE CONSTRAINT c`, "validate-same-revision items"},
	}
	for _, test := range tests {
		report := lintSource(t, sqlRevision(test.sql))
		if diff := cmp.Diff(test.want, rulesOf(report)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.sql, diff)
		}
	}
}

// What is only worth a note is told apart from what is wrong.
func TestNotes(t *testing.T) {
	t.Parallel()
	tests := []struct{ sql, want string }{
		{`ALTER TABLE items ALTER id DROP NOT NULL`, "drop-not-null items"},
		{`ALTER TABLE items ADD COLUMN a json`, "json-column items"},
		{`LOCK TABLE items`, "lock-table items"},
		{`ALTER TABLE items ATTACH PARTITION legacy_part DEFAULT`, "attach-partition-scan items"},
		{`ALTER TABLE items DETACH PARTITION legacy_part`, "detach-partition-blocking items"},
	}
	for _, test := range tests {
		report := lintSource(t, sqlRevision(test.sql))
		if got := notesOf(report); got != test.want || rulesOf(report) != "" {
			t.Errorf("%s: notes %q, rules %q", test.sql, got, rulesOf(report))
		}
	}
}

// What a rule thinks of a step depends on the steps before and after it.
func TestSteps(t *testing.T) {
	t.Parallel()
	const (
		unindexed = `op.AddConstraint{Table: "items", Constraint: op.ForeignKey{Name: "items_order_fkey", Columns: []string{"id"}, References: "orders", NotValid: true}}`
		altered   = `op.AddColumn{Table: "items", Column: op.Column{Name: "n", Type: "integer"}}`
		filled    = `op.SQL{Up: "UPDATE items SET n = 1 WHERE id < 10"}`
		key       = `op.Table{Name: "lines", Columns: []op.Column{{Name: "a", Type: "integer"}, {Name: "b", Type: "integer"}},
			ForeignKeys: []op.ForeignKey{{Name: "lines_fkey", Columns: []string{"a", "b"}, References: "orders"}}, `
	)
	tests := []struct{ steps, want string }{
		{unindexed, "fk-without-index items"},
		{unindexed + `, op.CreateIndex{Table: "items", Index: op.Index{Name: "i", Key: []string{"id DESC", "x"}}, Concurrently: true}`, ""},
		{unindexed + `, op.CreateIndex{Table: "items", Index: op.Index{Name: "i", Key: []string{"id"}, Where: "id > 0"}, Concurrently: true}`, "fk-without-index items"},
		{unindexed + `, op.CreateIndex{Table: "items", Index: op.Index{Name: "i", Key: []string{"lower(id)"}}, Concurrently: true}`, "fk-without-index items"},
		{unindexed + `, op.SQL{Up: "CREATE INDEX CONCURRENTLY i ON items (id)", NoTransaction: true}`, ""},
		{unindexed + `, op.SQL{Up: "CREATE INDEX CONCURRENTLY i ON items (id)", NoTransaction: true}, op.SQL{Up: "DROP INDEX CONCURRENTLY i", NoTransaction: true}`, "fk-without-index items"},
		{unindexed + `, op.SQL{Up: "CREATE INDEX CONCURRENTLY i ON items ((id + 1))", NoTransaction: true}`, "fk-without-index items"},
		{unindexed + `, op.SQL{Up: "CREATE UNIQUE INDEX CONCURRENTLY i ON items (id)", NoTransaction: true}, op.SQL{Up: "ALTER TABLE items ADD PRIMARY KEY USING INDEX i"}`, ""},
		{unindexed + `, op.SQL{Up: "ALTER TABLE items DROP CONSTRAINT items_order_fkey"}`, ""},
		{`op.CreateTable{Table: ` + key + `}}`, "fk-without-index lines"},
		{`op.CreateTable{Table: ` + key + `PrimaryKey: &op.PrimaryKey{Name: "lines_pkey", Columns: []string{"b", "a"}}}}`, ""},
		{`op.CreateTable{Table: ` + key + `Uniques: []op.Unique{{Name: "u", Columns: []string{"b"}}}}}`, "fk-without-index lines"},
		{altered + ", " + filled, "backfill-under-lock items"},
		{filled + ", " + altered, ""},
		{altered + `, op.SQL{Up: "VACUUM items", NoTransaction: true}, ` + filled, ""},
		{altered + `, op.SQL{Up: "UPDATE auth.users SET id = 1 WHERE id = 2"}`, "own-dml auth.users auth"},
		{`op.CreateTable{Table: ` + key + `}}, op.DropTable{Table: op.Table{Name: "lines"}}, ` + filled, ""},
	}
	for _, test := range tests {
		report := lintSource(t, stepRevision("test", "base", test.steps))
		if got := strings.Trim(notesOf(report)+"; "+rulesOf(report), "; "); got != test.want {
			t.Errorf("%s: found %q, want %q", test.steps, got, test.want)
		}
	}
}

// What an operation reaches besides its table, and what hides in its fragments.
func TestOperationsReach(t *testing.T) {
	t.Parallel()
	tests := []struct{ step, want string }{
		{`op.CreateStatistics{Table: "items", Statistics: op.Statistics{Name: "auth.s", Columns: []string{"id"}}}`, "own-unowned-create auth.s auth"},
		{`op.CreateRange{Range: op.Range{Name: "r", Subtype: "integer", MultirangeName: "auth.rs"}}`, "own-unowned-create auth.rs auth"},
		{`op.CreateExtension{Extension: op.Extension{Name: "citext", Schema: "auth"}}`, "own-unowned-create auth auth"},
		{`op.ReleaseTable{Table: "auth.users"}`, "own-adopt auth.users auth"},
		{`op.ReleaseTable{Table: "items"}`, ""},
		{`op.AddConstraint{Table: "items", Constraint: op.Check{Name: "c", Expr: "auth.purge(1) > 0"}}`, "add-check-validated items; own-opaque auth.purge auth"},
		{`op.CreateIndex{Table: "items", Index: op.Index{Name: "i", Key: []string{"auth.purge(id)"}}, Concurrently: true}`, "own-opaque auth.purge auth"},
		{`op.AddColumn{Table: "items", Column: op.Column{Name: "x", Type: "integer) INHERITS (auth.users"}}`, "own-opaque"},
		{`op.AddColumn{Table: "items", Column: op.Column{Name: "x", Type: "integer", Default: "(0)); DROP TABLE auth.users; SELECT (1"}}`, "own-opaque; own-opaque; own-drop auth.users auth"},
		{`op.AddColumn{Table: "items", Column: op.Column{Name: "x", Type: "numeric(10,2)", Default: "(round(1.5) + 2)"}}`, ""},
	}
	for _, test := range tests {
		if got := rulesOf(lintSource(t, stepRevision("test", "base", test.step))); got != test.want {
			t.Errorf("%s: found %q, want %q", test.step, got, test.want)
		}
	}
}

// A constraint that is never validated is noted once another revision
// follows.
func TestNotValidForgotten(t *testing.T) {
	t.Parallel()
	const added = `op.SQL{Up: "ALTER TABLE items ADD CONSTRAINT c CHECK (id > 0) NOT VALID"}`
	tests := []struct{ second, want string }{
		{"", ""},
		{stepRevision("second", "test", `op.SQL{Up: "SELECT 1"}`), "not-valid-forgotten items"},
		{stepRevision("second", "test", `op.SQL{Up: "ALTER TABLE items VALIDATE CONSTRAINT c"}`), ""},
		{stepRevision("second", "test", `op.AlterConstraint{Table: "items", From: op.Check{Name: "c", Expr: "id > 0", NotValid: true}, To: op.Check{Name: "c", Expr: "id > 0"}}`), ""},
		{stepRevision("second", "test", `op.DropConstraint{Table: "items", Constraint: op.Check{Name: "c", Expr: "id > 0"}}`), ""},
	}
	for _, test := range tests {
		if got := notesOf(lintSource(t, stepRevision("test", "base", added), test.second)); got != test.want {
			t.Errorf("%s: found %q, want %q", test.second, got, test.want)
		}
	}
}

// What PostgreSQL refuses in a transaction is found where a step does not say
// that it is outside of one.
func TestInTransaction(t *testing.T) {
	t.Parallel()
	for _, sql := range []string{"CREATE INDEX CONCURRENTLY i ON items (id)", "DROP INDEX CONCURRENTLY orders_state_idx", "VACUUM items", "REINDEX TABLE CONCURRENTLY items"} {
		inside := strings.Replace(sqlRevision(sql), "NoTransaction: true", "NoTransaction: false", 1)
		if got := rulesOf(lintSource(t, inside)); got != "concurrently-in-transaction" {
			t.Errorf("%s: found %q", sql, got)
		}
		if got := rulesOf(lintSource(t, sqlRevision(sql))); got != "" {
			t.Errorf("%s outside: found %q", sql, got)
		}
	}
}

// legitimate are statements with which nothing is wrong but notes.
var legitimate = []string{
	`SELECT 1`,
	`SELECT count(*) FROM auth.users`,
	`INSERT INTO items SELECT id FROM auth.users`,
	`INSERT INTO public.orders (id, total) VALUES (1, 2) ON CONFLICT (id) DO UPDATE SET total = 3`,
	`UPDATE items SET id = u.id FROM auth.users u WHERE u.id = items.id`,
	`DELETE FROM items USING auth.users u WHERE u.id = items.id`,
	`DELETE FROM items WHERE id = 1`,
	`UPDATE items SET id = 2 WHERE id IN (SELECT id FROM auth.users)`,
	`WITH old AS (DELETE FROM items WHERE id < 10 RETURNING *) INSERT INTO items SELECT * FROM old`,
	`ALTER TABLE items ADD COLUMN user_id bigint REFERENCES auth.users (id)`,
	`ALTER TABLE items ADD CONSTRAINT items_user_fk FOREIGN KEY (user_id) REFERENCES auth.users (id) ON DELETE CASCADE NOT VALID`,
	`CREATE TABLE legacy_notes (id int, user_id bigint REFERENCES auth.users)`,
	`CREATE TEMP TABLE users (id int); INSERT INTO users VALUES (1); DELETE FROM users; DROP TABLE users`,
	`CREATE TEMPORARY TABLE t ON COMMIT DROP AS SELECT * FROM auth.users; UPDATE items SET id = t.id FROM t WHERE t.id = items.id`,
	`CREATE VIEW order_users AS SELECT * FROM orders JOIN auth.users USING (id)`,
	`CREATE OR REPLACE VIEW open_orders AS SELECT id FROM orders`,
	`UPDATE open_orders SET state = 'x' WHERE id = 1`,
	`DROP VIEW open_orders`,
	`CREATE MATERIALIZED VIEW totals AS SELECT sum(total) FROM orders; REFRESH MATERIALIZED VIEW totals`,
	`CREATE OR REPLACE FUNCTION order_total(bigint) RETURNS numeric LANGUAGE sql AS $$ SELECT 1.0 $$`,
	`CREATE OR REPLACE FUNCTION touch_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.state := 'x'; RETURN NEW; END $$;
	 CREATE TRIGGER touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch_order()`,
	`DROP FUNCTION order_total(bigint)`,
	`SELECT order_total(1)`,
	`CREATE INDEX CONCURRENTLY items_id_idx ON items (id)`,
	`ALTER INDEX orders_state_idx RENAME TO orders_by_state; DROP INDEX CONCURRENTLY orders_by_state`,
	`ALTER TABLE orders ADD COLUMN note text DEFAULT 'x' NOT NULL`,
	`ALTER TABLE orders ADD COLUMN created_at timestamptz DEFAULT now() NOT NULL`,
	`ALTER TABLE orders ALTER state TYPE text`,
	`ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0) NOT VALID`,
	`ALTER TABLE orders VALIDATE CONSTRAINT c`,
	`ALTER TABLE orders ADD CONSTRAINT u UNIQUE USING INDEX orders_state_idx`,
	`ALTER TABLE orders DROP CONSTRAINT orders_pkey`,
	`ALTER TABLE orders ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON orders USING (auth.uid() = id)`,
	`ALTER TABLE shop.carts SET SCHEMA public`,
	`ALTER TYPE order_state ADD VALUE 'paid'`,
	`CREATE TYPE mood AS ENUM ('a'); CREATE DOMAIN email AS text CHECK (VALUE <> ''); DROP DOMAIN email; DROP TYPE mood`,
	`SELECT nextval('order_numbers'), setval('orders_id_seq', 10), pg_get_serial_sequence('orders', 'id')`,
	`ALTER SEQUENCE order_numbers RESTART`,
	`COMMENT ON TABLE orders IS 'x'; COMMENT ON COLUMN orders.id IS 'y'; COMMENT ON TYPE order_state IS 'z'`,
	`GRANT SELECT ON orders TO reader; REVOKE ALL ON orders FROM PUBLIC; GRANT USAGE ON SCHEMA shop TO reader`,
	`CREATE EXTENSION IF NOT EXISTS pgcrypto`,
	`CREATE SCHEMA audit; CREATE TYPE audit.kind AS ENUM ('x')`,
	`CREATE STATISTICS order_stats ON id, state FROM orders; ANALYZE orders; VACUUM orders; REINDEX TABLE CONCURRENTLY orders`,
	`LOCK TABLE orders IN EXCLUSIVE MODE; LOCK TABLE auth.users IN ACCESS SHARE MODE`,
	`CREATE PUBLICATION changes FOR TABLE orders; ALTER PUBLICATION changes ADD TABLE items; DROP PUBLICATION changes`,
	`SET LOCAL lock_timeout = '5s'; SET search_path = public, pg_catalog; RESET search_path`,
	`SET LOCAL search_path = ''; DELETE FROM public.items WHERE id = 1`,
	`COPY orders TO STDOUT`,
	`SAVEPOINT a; UPDATE items SET id = 2 WHERE id = 1; ROLLBACK TO a; RELEASE a`,
	`PREPARE p AS SELECT 1; EXECUTE p`,
	`SELECT * FROM orders o JOIN auth.users u USING (id) FOR UPDATE OF o`,
	`CREATE TABLE pg_temp.t (id int); INSERT INTO t VALUES (1); DROP TABLE pg_temp.t`,
	`ALTER SCHEMA shop RENAME TO store; UPDATE store.carts SET id = 2 WHERE id = 1`,
	`CREATE SEQUENCE legacy_numbers OWNED BY items.id; CREATE EXTENSION citext SCHEMA public`,
	`SELECT setval('products_id_seq', 10); DROP INDEX CONCURRENTLY products_sku_idx`,
	`COPY items FROM STDIN`,
	`ALTER TABLE products ADD COLUMN sku text; COMMENT ON COLUMN products.sku IS 'x'`,
	`UPDATE legacy_orders SET a = 1 WHERE id = 1; ALTER TABLE legacy_orders DROP CONSTRAINT c`,
	`CREATE RULE r AS ON DELETE TO orders DO INSTEAD UPDATE orders SET state = 'gone' WHERE id = old.id`,
	`CREATE FUNCTION user_count() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT count(*) FROM auth.users; END`,
	`DO $$ DECLARE n int; BEGIN SELECT count(*) INTO n FROM auth.users; IF n > 0 THEN UPDATE items SET id = n WHERE id = 1; END IF; END $$`,
	`DO $$ BEGIN CREATE TYPE status AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
	`DO $$ BEGIN EXECUTE 'ALTER TABLE items ADD COLUMN a int'; RAISE NOTICE 'done %', 1; END $$`,
	`EXPLAIN SELECT * FROM auth.users`,
	`-- DROP TABLE auth.users
	 SELECT 'DROP TABLE auth.users', $$DROP TABLE auth.users$$ /* TRUNCATE auth.users */`,
	`TABLE auth.users`,
	`SELECT pg_notify('orders', 'x'), pg_advisory_xact_lock(1)`,
}

func TestLegitimate(t *testing.T) {
	t.Parallel()
	for _, sql := range legitimate {
		if got := rulesOf(lintSource(t, sqlRevision(sql))); got != "" {
			t.Errorf("%s\n  found %s", sql, got)
		}
	}
}

// rulesOf returns "rule object owner" of each finding that is no note.
func rulesOf(r Report) string {
	return findings(r, func(s Severity) bool { return s != Note })
}

func notesOf(r Report) string {
	return findings(r, func(s Severity) bool { return s == Note })
}

func findings(r Report, kept func(Severity) bool) string {
	var list []string
	for _, f := range r.Findings {
		if kept(f.Severity) {
			list = append(list, strings.Join(strings.Fields(f.Rule+" "+string(f.Object)+" "+f.Owner), " "))
		}
	}
	return strings.Join(list, "; ")
}
