package migrations_test

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/deedsql/deed/internal/observe"
	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/migrations"
	"github.com/deedsql/deed/op"
)

var revisionsEach = flag.Int("revisions", 0, "how many revisions each service applies beside the others (default: 60 for two, 16 for ten)")

// Services that share a database upgrade at the same time, with somebody
// changing foreign things beside them all the while. Each ends with the
// catalog that it has when it is alone, and what is nobody's stays as it was.
func TestServicesAtOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ services, revisions int }{{2, 60}, {10, 16}} {
		if *revisionsEach > 0 {
			c.revisions = *revisionsEach
		}
		t.Run(fmt.Sprint(c.services), func(t *testing.T) {
			t.Parallel()
			servicesAtOnce(t, c.services, c.revisions)
		})
	}
}

func servicesAtOnce(t *testing.T, services, revisions int) {
	t.Helper()
	together := sharedUsers(t)
	before := prefixed(t, together, "users")
	stop, noise := make(chan struct{}), sync.WaitGroup{}
	noise.Go(func() { makeNoise(t, together, stop) })
	var running sync.WaitGroup
	for i := range services {
		running.Go(func() {
			e := longHistory(fmt.Sprintf("svc%d", i), revisions)
			for n := 0; n < revisions; n += 1 + n%5 { // in runs of different length
				to := fmt.Sprintf("svc%d_%d", i, min(n+n%5, revisions-1))
				if _, err := migrations.Upgrade(ctx, e, target(t, together), to, migrations.Options{LockTimeout: time.Minute}); err != nil {
					t.Errorf("%s on the way to %s: %v", e.Service, to, err)
					return
				}
			}
			if rows, err := migrations.Upgrade(ctx, e, target(t, together), "head", migrations.Options{}); err != nil {
				t.Errorf("%s at %v: %v", e.Service, rows, err)
			}
		})
	}
	running.Wait()
	close(stop)
	noise.Wait()
	if found := observe.Diff(before, prefixed(t, together, "users")); len(found) > 0 {
		t.Errorf("what is nobody's was changed:\n%s", observe.Describe(found, 5))
	}
	alone := sharedUsers(t)
	for i := range services {
		name := fmt.Sprintf("svc%d", i)
		upgrade(t, alone, longHistory(name, revisions))
		if found := observe.Diff(prefixed(t, alone, name+"_"), prefixed(t, together, name+"_")); len(found) > 0 {
			t.Errorf("%s has another catalog than alone:\n%s", name, observe.Describe(found, 5))
		}
	}
}

// sharedUsers is a database with a table that everybody points at.
func sharedUsers(t *testing.T) string {
	t.Helper()
	url := pgtest.Database(t)
	pgtest.Exec(t, pgtest.Connect(t, url), `CREATE TABLE users (id int PRIMARY KEY, name text);
INSERT INTO users SELECT g, 'x' FROM generate_series(1, 10) g;
CREATE VIEW users_named AS SELECT * FROM users WHERE name IS NOT NULL;`)
	return url
}

// makeNoise commits changes of foreign things that take no lock on relations,
// and some that do.
func makeNoise(t *testing.T, url string, stop chan struct{}) {
	t.Helper()
	conn := pgtest.Connect(t, url)
	for n := 0; ; n++ {
		select {
		case <-stop:
			return
		case <-time.After(20 * time.Millisecond):
		}
		if _, err := conn.Exec(context.Background(), fmt.Sprintf(`CREATE OR REPLACE FUNCTION noise() RETURNS int LANGUAGE sql AS 'SELECT %d';
CREATE TYPE noise_%d AS ENUM ('a'); COMMENT ON TYPE noise_%d IS 'x'; CREATE TABLE noise_t_%d (id int); GRANT SELECT ON noise_t_%d TO PUBLIC;
COMMENT ON FUNCTION noise() IS '%d'`, n, n, n, n, n, n)); err != nil {
			t.Error(err)
			return
		}
		if n > 5 {
			if _, err := conn.Exec(context.Background(), fmt.Sprintf("DROP TYPE noise_%d; DROP TABLE noise_t_%d", n-5, n-5)); err != nil {
				t.Error(err)
				return
			}
		}
	}
}

// prefixed is what the catalogs say of objects whose name has the prefix.
func prefixed(t *testing.T, url, prefix string) observe.Snapshot {
	t.Helper()
	conn := pgtest.Connect(t, url)
	defer conn.Close(ctx)
	snapshot, err := observe.Take(ctx, conn, observe.Options{})
	if err != nil {
		t.Fatal(err)
	}
	maps.DeleteFunc(snapshot, func(object, _ string) bool { return !strings.Contains(object, "."+prefix) })
	return snapshot
}

// longHistory is a history of so many revisions with a bit of everything, in
// tables whose names begin with the service's.
func longHistory(service string, n int) *migrations.Environment {
	e := &migrations.Environment{Service: service, RunnerTimeout: time.Minute}
	var parents []string
	for i := range n {
		id := fmt.Sprintf("%s_%d", service, i)
		e.Add(migrations.Revision{ID: id, Parents: parents, Upgrade: aBitOfEverything(service, i)})
		parents = []string{id}
	}
	return e
}

func aBitOfEverything(service string, i int) []migrations.Step {
	round := i / 8
	table := op.Name(fmt.Sprintf("%s_orders_%d", service, round))
	status := op.Name(fmt.Sprintf("%s_status_%d", service, round))
	note := op.Column{Name: "note", Type: "text"}
	switch i % 8 {
	case 0:
		return steps(op.CreateEnum{Enum: op.Enum{Name: status, Values: []string{"new"}}}, op.CreateTable{Table: op.Table{
			Name: table, Columns: []op.Column{{Name: "id", Type: "integer", NotNull: true}, {Name: "user_id", Type: "integer"}},
			PrimaryKey:  &op.PrimaryKey{Name: string(table) + "_pkey", Columns: []string{"id"}},
			ForeignKeys: []op.ForeignKey{{Name: string(table) + "_user_fk", Columns: []string{"user_id"}, References: "users", RefColumns: []string{"id"}}},
		}})
	case 1:
		return steps(op.AddColumn{Table: table, Column: note})
	case 2:
		return steps(op.AlterEnum{Name: status, From: []string{"new"}, To: []string{"new", "paid"}})
	case 3:
		return steps(op.CreateIndex{Table: table, Index: op.Index{Name: string(table) + "_note", Key: []string{"note"}}})
	case 4:
		return steps(sql(fmt.Sprintf("CREATE VIEW %s_v AS SELECT o.id, u.name FROM %s o JOIN users u ON u.id = o.user_id; INSERT INTO %s (id, user_id) SELECT g, g FROM generate_series(1, 5) g", table, table, table)))
	case 5:
		return steps(sql(fmt.Sprintf("CREATE FUNCTION %s_f() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM %s'", table, table)), sql("DROP VIEW "+string(table)+"_v"))
	case 6:
		return steps(op.RenameTable{From: table, To: table + "_old"})
	}
	return steps(op.AlterTable{Table: table + "_old", To: op.Settings{With: []string{"fillfactor=80"}}}, op.SetComment{On: "table", Object: table + "_old", To: "done"})
}
