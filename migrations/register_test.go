package migrations_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/migrations"
	"github.com/deedsql/deed/op"
)

var ordersTable = op.Table{Name: "orders", Columns: []op.Column{{Name: "id", Type: "integer"}}}

// run upgrades and returns the error.
func run(t *testing.T, url string, e *migrations.Environment) error {
	t.Helper()
	_, err := migrations.Upgrade(ctx, e, target(t, url), "head", migrations.Options{})
	return err
}

func wantError(t *testing.T, err error, words ...string) {
	t.Helper()
	for _, w := range words {
		if err == nil || !strings.Contains(err.Error(), w) {
			t.Errorf("no %q in %v", w, err)
		}
	}
}

// withOrders is a service whose first revision creates orders.
func withOrders(name string, more ...[]migrations.Step) *migrations.Environment {
	list := []migrations.Revision{{ID: name + "0", Upgrade: steps(op.CreateTable{Table: ordersTable}), Downgrade: steps(op.DropTable{Table: ordersTable})}}
	for i, s := range more {
		list = append(list, migrations.Revision{ID: name + string(rune('1'+i)), Parents: []string{list[i].ID}, Upgrade: s})
	}
	return service(name, list...)
}

const alterOrders = "ALTER TABLE orders ADD COLUMN n int"

func adopting(name string) *migrations.Environment {
	return service(name, migrations.Revision{ID: name + "0", Upgrade: steps(op.AdoptTable{Table: "orders"}, sql(alterOrders))})
}

// A table is handed over in either order, and is nobody else's at any moment.
func TestHandover(t *testing.T) {
	t.Parallel()
	release := steps(op.ReleaseTable{Table: "orders"})
	for _, adoptFirst := range []bool{true, false} {
		url := pgtest.Database(t)
		if err := run(t, url, withOrders("shop")); err != nil {
			t.Fatal(err)
		}
		if adoptFirst {
			err := run(t, url, adopting("billing"))
			wantError(t, err, "cannot take table orders: service shop created it in its revision shop0 on ")
			var claimed *migrations.ClaimedError
			if !errors.As(err, &claimed) || len(hint.Of(err)) == 0 {
				t.Errorf("%v", err)
			}
		}
		if err := run(t, url, withOrders("shop", release)); err != nil {
			t.Fatal(err)
		}
		if err := run(t, url, adopting("billing")); err != nil {
			t.Fatal(err)
		}
		err := run(t, url, withOrders("shop", release, steps(sql("ALTER TABLE orders ADD COLUMN m int"))))
		wantError(t, err, "alters, truncates or locks table orders, which is not shop's: service billing adopted it in its revision billing0 on ")
	}
}

// Before the release only the one may change the table, after it nobody.
func TestReleased(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	e := withOrders("shop", steps(op.ReleaseTable{Table: "orders"}), steps(sql(alterOrders)))
	wantError(t, run(t, url, e), "shop2", "table orders, which is not shop's: nobody has claimed it")
}

// What a service registers is not to be had by creating it.
func TestCreatingWhatIsRegistered(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	if err := run(t, url, withOrders("shop")); err != nil {
		t.Fatal(err)
	}
	wantError(t, run(t, url, withOrders("billing")), "cannot take table orders: service shop created it in its revision shop0")
	// A row whose table was dropped by hand stands in raw SQL's way, too.
	pgtest.Exec(t, pgtest.Connect(t, url), "DROP TABLE orders")
	e := service("billing", migrations.Revision{ID: "b", Upgrade: steps(sql("CREATE TABLE orders (id int)"))})
	wantError(t, run(t, url, e), "cannot take table orders: service shop created it in its revision shop0")
}

// The register follows what revisions do, by operations or by SQL.
func TestRegisterFollows(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	conn := pgtest.Connect(t, url)
	e := withOrders("shop",
		steps(sql("CREATE VIEW v AS SELECT 1 AS a; CREATE FUNCTION f(n int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TYPE mood AS ENUM ('ok'); CREATE SCHEMA s CREATE TABLE t (id serial)")),
		steps(sql("ALTER VIEW v RENAME TO w; ALTER TABLE s.t SET SCHEMA public; DROP FUNCTION f; CREATE FUNCTION f(n text) RETURNS int LANGUAGE sql AS 'SELECT 1'")),
		steps(op.RenameTable{From: "orders", To: "sales"}),
		steps(sql("DROP TYPE mood; CREATE TEMP TABLE work (id int); CREATE TABLE gone (id int); DROP TABLE gone")))
	if err := run(t, url, e); err != nil {
		t.Fatal(err)
	}
	got := value(t, conn, "SELECT string_agg(concat_ws(' ', kind, name, evidence, nullif(revision, '')), ', ' ORDER BY name) FROM deed_ownership WHERE service = 'shop'")
	want := "table deed_version_shop created, function f(text) created shop2, schema s created shop1, table sales created shop0, table t created shop1, view w created shop1"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// A register of an older deed lacks columns, one of a newer has more.
func TestRegisterOfAnotherVersion(t *testing.T) {
	t.Parallel()
	for _, columns := range []string{
		"schema_name text, kind text, name text, service text, PRIMARY KEY (schema_name, kind, name)",
		"schema_name text, kind text, name text, service text, version_table text, revision text, evidence text, since timestamptz DEFAULT now(), mood text DEFAULT 'ok', PRIMARY KEY (schema_name, kind, name)",
		"id int",
	} {
		url := pgtest.Database(t)
		conn := pgtest.Connect(t, url)
		pgtest.Exec(t, conn, "CREATE TABLE deed_ownership ("+columns+")")
		if err := run(t, url, withOrders("shop", steps(sql(alterOrders)))); err != nil {
			t.Errorf("%s: %v", columns, err)
		}
		if columns == "id int" {
			continue
		}
		wantError(t, run(t, url, adopting("billing")), "table orders: service shop")
		list, err := migrations.ReadRegister(ctx, conn, "deed_ownership")
		if err != nil || len(list) == 0 {
			t.Errorf("%v, %v", list, err)
		}
	}
}

// Without the privilege to make a register the rest works, and it is said.
func TestNoPrivilegeForTheRegister(t *testing.T) {
	t.Parallel()
	server := pgtest.Server(t, nil)
	url, err := server.CreateDatabase(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	conn := pgtest.Connect(t, url)
	pgtest.Exec(t, conn, `CREATE ROLE shop LOGIN; CREATE SCHEMA shop AUTHORIZATION shop; CREATE TABLE deed_version_shop (version_num varchar(32) PRIMARY KEY);
ALTER TABLE deed_version_shop OWNER TO shop; REVOKE CREATE ON SCHEMA public FROM PUBLIC, shop; CREATE TABLE users (id int); GRANT ALL ON users TO shop`)
	e := service("shop",
		migrations.Revision{ID: "a", Upgrade: steps(sql("CREATE TABLE shop.t (id int)"))},
		migrations.Revision{ID: "b", Parents: []string{"a"}, Upgrade: steps(sql("ALTER TABLE shop.t ADD COLUMN n int"))},
		migrations.Revision{ID: "c", Parents: []string{"b"}, Upgrade: steps(sql("DELETE FROM users"))})
	as := strings.Replace(url, "postgres://", "postgres://shop@", 1)
	if strings.Contains(url, "@") {
		_, rest, _ := strings.Cut(url, "@")
		as = "postgres://shop@" + rest
	}
	status, _, errs := deed(t, as, e, "upgrade")
	if status != 2 || !strings.Contains(errs, "deed_ownership cannot be written by shop") ||
		!strings.Contains(errs, "upgrade of c, step 1 of 1: it writes rows of table users, which is not shop's: nobody has claimed it") {
		t.Errorf("%d, %s", status, errs)
	}
}

// An exception is printed and kept.
func TestTouches(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	conn := pgtest.Connect(t, url)
	pgtest.Exec(t, conn, "CREATE TABLE users (id int); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'")
	touching := func(touches ...migrations.Touch) *migrations.Environment {
		return service("shop", migrations.Revision{ID: "a", Touches: touches, Upgrade: steps(sql("ALTER TABLE users ADD COLUMN n int"), sql("DROP FUNCTION f"))})
	}
	users := migrations.Touch{Object: "users", Reason: "agreed, AUTH-1"}
	wantError(t, run(t, url, touching(migrations.Touch{Object: "users"})), "names no object or no reason")
	wantError(t, run(t, url, touching(users)), "step 2 of 2: it drops function public.f(), which is not shop's")
	wantError(t, run(t, url, touching(users, migrations.Touch{Object: "table f", Reason: "x"})), "it drops function public.f()")
	status, _, errs := deed(t, url, touching(users, migrations.Touch{Object: "function f", Reason: "x"}), "upgrade")
	if status != 0 || !strings.Contains(errs, "a may change users: agreed, AUTH-1") {
		t.Errorf("%d, %s", status, errs)
	}
	if got := value(t, conn, "SELECT touches FROM deed_log"); got != "users: agreed, AUTH-1\nfunction f: x" {
		t.Errorf("the log keeps %q", got)
	}
}

// A history from before the register is entered into it.
func TestSeeding(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	conn := pgtest.Connect(t, url)
	if err := run(t, url, withOrders("shop")); err != nil {
		t.Fatal(err)
	}
	pgtest.Exec(t, conn, "DROP TABLE deed_ownership")
	if err := run(t, url, withOrders("shop", steps(sql(alterOrders)))); err != nil {
		t.Fatal(err)
	}
	wantError(t, run(t, url, adopting("billing")), "cannot take table orders: service shop created it")
}
