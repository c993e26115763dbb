package migrations

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/migrations/pgurl"
	"github.com/deedsql/deed/op"
)

// What the fence costs a whole upgrade of one revision, from the first
// connection to the last, beside 120 relations of others: with it and without
// in turn, each as the median and the range from the tenth to the ninetieth
// percentile. Where the ranges are wider than the medians are apart, the fence is
// lost in the noise.
func BenchmarkUpgrade(b *testing.B) {
	table := op.Table{Columns: []op.Column{{Name: "id", Type: "integer"}}}
	for name, step := range map[string]func(int) op.Operation{
		"operation": func(i int) op.Operation {
			table.Name = op.Name(fmt.Sprintf("own_%d", i))
			return op.CreateTable{Table: table}
		},
		"SQL": func(i int) op.Operation {
			return op.SQL{Up: fmt.Sprintf("CREATE TABLE own_%d (id integer REFERENCES foreign_%d); INSERT INTO own_%[1]d VALUES (NULL)", i, i%30+1)}
		},
	} {
		b.Run(name, func(b *testing.B) {
			compareUpgrades(b, asOrdinaryRole(b, manyTables(b, 30)), func(i int) []Step { return []Step{step(i)} })
		})
	}
}

// The same of a service's first revision, which makes 300 tables at once with
// foreign keys between them, in a database that has no others.
func BenchmarkFirstUpgrade(b *testing.B) {
	compareUpgrades(b, pgtest.Database(b), func(revision int) []Step {
		var steps []Step
		for i := range 300 {
			table := op.Table{Name: op.Name(fmt.Sprintf("own_%d_%d", revision, i)), Columns: []op.Column{{Name: "id", Type: "integer", NotNull: true}}}
			table.PrimaryKey = &op.PrimaryKey{Name: string(table.Name) + "_pkey", Columns: []string{"id"}}
			if i > 0 {
				table.ForeignKeys = []op.ForeignKey{{
					Name: string(table.Name) + "_id_fkey", Columns: []string{"id"},
					References: op.Name(fmt.Sprintf("own_%d_%d", revision, i-1)), RefColumns: []string{"id"},
				}}
			}
			steps = append(steps, op.CreateTable{Table: table})
		}
		return steps
	})
}

func compareUpgrades(b *testing.B, url string, steps func(int) []Step) {
	b.Helper()
	e := longHistory(2*b.N+2, steps)
	target, err := pgurl.Parse(url)
	check(b, err)
	ways := []func(context.Context, *Environment, *pgurl.Target, string) error{upgradeFenced, upgradeBare}
	var took [2][]time.Duration
	b.ResetTimer()
	for i := range 2*b.N + 2 {
		begun := time.Now()
		check(b, ways[i%2](context.Background(), e, target, fmt.Sprint("r", i)))
		if i > 1 { // the first makes the tables
			took[i%2] = append(took[i%2], time.Since(begun))
		}
	}
	b.StopTimer()
	reportTimes(b, took)
}

// reportTimes reports the medians, and the range from the tenth to the
// ninetieth percentile, of what was run with the fence and without.
func reportTimes(b *testing.B, took [2][]time.Duration) {
	b.Helper()
	for i, name := range []string{"fenced", "bare"} {
		b.ReportMetric(percentile(took[i], 50), name+"-ms")
		for _, p := range []int{10, 90} {
			b.ReportMetric(percentile(took[i], p), fmt.Sprintf("%s-p%d-ms", name, p))
		}
	}
	b.ReportMetric(percentile(took[0], 50)-percentile(took[1], 50), "fence-ms")
}

func upgradeFenced(ctx context.Context, e *Environment, target *pgurl.Target, to string) error {
	_, err := Upgrade(ctx, e, target, to, Options{})
	return err
}

// upgradeBare does all that an upgrade does but what is the fence's.
func upgradeBare(ctx context.Context, e *Environment, target *pgurl.Target, to string) (err error) {
	graph, err := e.checkedGraph()
	if err != nil {
		return err
	}
	r := &runner{graph: graph, progress: silence{}, session: newSession(e, target)}
	if r.conn, err = target.Connect(ctx); err != nil {
		return err
	}
	defer r.stop(ctx)
	if err := r.begin(ctx); err != nil {
		return err
	}
	moves, err := graph.Upgrade(r.at, to)
	if err != nil {
		return err
	}
	for _, m := range moves {
		c, err := compileMove(m, e.revision(m.Revision))
		if err != nil {
			return err
		}
		if err := r.runBare(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

func percentile(list []time.Duration, p int) float64 {
	slices.Sort(list)
	return float64(list[len(list)*p/100].Microseconds()) / 1000
}
