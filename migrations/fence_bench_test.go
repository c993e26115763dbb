package migrations

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/migrations/pgurl"
	"github.com/deedsql/deed/op"
)

// What the fence costs a revision, in a database of so many tables, each with
// two indexes and a foreign key: the same revision is run with the fence and,
// in its turn, without, and the medians are compared. "SQL" is raw SQL, which
// could do anything, "rows" raw SQL that may use sequences. The role is an
// ordinary one that owns its tables; of a superuser the fence expects more.
func BenchmarkFence(b *testing.B) {
	table := func(i int) op.Operation {
		return op.CreateTable{Table: op.Table{Name: op.Name(fmt.Sprintf("own_%d", i)), Columns: []op.Column{{Name: "id", Type: "integer"}}}}
	}
	for _, tables := range []int{30, 1200} {
		sql := func(i int) op.Operation {
			return op.SQL{Up: fmt.Sprintf("CREATE TABLE own_%d (id integer REFERENCES foreign_%d)", i, i%tables+1)}
		}
		words := func(i int) op.Operation {
			return op.SQL{Up: fmt.Sprintf("CREATE TABLE own_%d (id serial); INSERT INTO own_%[1]d VALUES (1)", i)}
		}
		for name, step := range map[string]func(int) op.Operation{"operation": table, "SQL": sql, "rows": words, "rows as superuser": words} {
			b.Run(fmt.Sprintf("tables=%d/%s", tables, name), func(b *testing.B) {
				url := manyTables(b, tables)
				if name != "rows as superuser" {
					url = asOrdinaryRole(b, url)
				}
				compareFence(b, url, step)
			})
		}
	}
}

// manyTables is a database of somebody else's.
func manyTables(b *testing.B, tables int) string {
	b.Helper()
	url := pgtest.Database(b)
	conn := pgtest.Connect(b, url)
	pgtest.Exec(b, conn, fmt.Sprintf(`DO $$ BEGIN FOR i IN 1..%d LOOP EXECUTE format(
'CREATE TABLE foreign_%%s (id int PRIMARY KEY, a text NOT NULL DEFAULT '''', b numeric CHECK (b > 0), c date, d jsonb, e int REFERENCES foreign_%%s)', i, greatest(1, i - 1));
EXECUTE format('CREATE INDEX ON foreign_%%s (a)', i); END LOOP; END $$`, tables))
	pgtest.Exec(b, conn, "VACUUM ANALYZE")
	var relations int
	if err := conn.QueryRow(context.Background(), "SELECT count(*) FROM pg_class WHERE oid >= 16384 AND relkind IN ('r', 'i')").Scan(&relations); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(relations), "relations")
	return url
}

// asOrdinaryRole is the way to a database for a role that may make tables there
// and refer to those of others.
func asOrdinaryRole(b *testing.B, url string) string {
	b.Helper()
	conn := pgtest.Connect(b, url)
	pgtest.Exec(b, conn, `DO $$ BEGIN CREATE ROLE deed_bench LOGIN; EXCEPTION WHEN duplicate_object THEN END $$;
GRANT CREATE, USAGE ON SCHEMA public TO deed_bench; GRANT REFERENCES ON ALL TABLES IN SCHEMA public TO deed_bench`)
	config := conn.Config()
	b.Cleanup(func() { pgtest.Exec(b, pgtest.Connect(b, url), "DROP OWNED BY deed_bench CASCADE") })
	return fmt.Sprintf("host=%s port=%d dbname=%s user=deed_bench sslmode=disable", config.Host, config.Port, config.Database)
}

func compareFence(b *testing.B, url string, step func(int) op.Operation) {
	b.Helper()
	ctx := context.Background()
	e := longHistory(2*b.N+2, func(i int) []Step { return []Step{step(i)} })
	target, err := pgurl.Parse(url)
	check(b, err)
	r, err := start(ctx, e, target, Options{})
	check(b, err)
	defer r.stop(ctx)
	r.fence = &fence{runner: r, territory: newTerritory(e, r.graph, nil, r.register, record{})}
	moves, err := r.graph.Upgrade(nil, "head")
	check(b, err)
	compiled, err := r.compile(moves)
	check(b, err)
	check(b, r.prepare(ctx, compiled))
	var took [2][]time.Duration
	b.ResetTimer()
	for i, m := range compiled {
		begun := time.Now()
		if i%2 == 0 {
			check(b, r.runMove(ctx, m, false))
		} else {
			check(b, r.runBare(ctx, m))
		}
		if i > 1 { // the first of each warm the caches
			took[i%2] = append(took[i%2], time.Since(begun))
		}
	}
	b.StopTimer()
	reportTimes(b, took)
}

// longHistory has so many revisions.
func longHistory(n int, steps func(int) []Step) *Environment {
	e := &Environment{Service: "shop"}
	var parents []string
	for i := range n {
		id := fmt.Sprintf("r%d", i)
		e.Add(Revision{ID: id, Parents: parents, Upgrade: steps(i)})
		parents = []string{id}
	}
	return e
}

// runBare runs a revision as it would be without the fence.
func (r *runner) runBare(ctx context.Context, m compiledMove) error {
	before, after := r.bookkeep(&m, m.segments[0], true)
	b := batch{prefix: r.beginSQL(), entries: before}
	for i := range m.units {
		b.entries = append(b.entries, unitEntry(&m.units[i]))
	}
	b.entries = append(b.entries, after...)
	if err := b.run(ctx, r.conn.PgConn()); err != nil {
		return err
	}
	r.at = m.Rows
	return r.commit(ctx, nil)
}

func check(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}
