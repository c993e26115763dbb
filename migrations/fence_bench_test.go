package migrations_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/migrations"
	"github.com/deedsql/deed/op"
)

// What the fence costs a revision: everything between the last step and the
// commit, in a database of so many tables, each with two indexes and a foreign
// key. The first revision of a run is not counted.
func BenchmarkFence(b *testing.B) {
	for _, tables := range []int{30, 1200} {
		b.Run(fmt.Sprintf("tables=%d", tables), func(b *testing.B) {
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
			e := &migrations.Environment{Service: "shop"}
			parent := []string(nil)
			for i := range b.N + 1 {
				id := fmt.Sprintf("r%d", i)
				step := op.CreateTable{Table: op.Table{Name: op.Name(fmt.Sprintf("own_%d", i)), Columns: []op.Column{{Name: "id", Type: "integer"}}}}
				e.Add(migrations.Revision{ID: id, Parents: parent, Upgrade: []migrations.Step{step}})
				parent = []string{id}
			}
			if _, err := migrations.Upgrade(ctx, e, target(b, url), "+1", migrations.Options{}); err != nil {
				b.Fatal(err)
			}
			b.ResetTimer()
			if _, err := migrations.Upgrade(ctx, e, target(b, url), "head", migrations.Options{}); err != nil {
				b.Fatal(err)
			}
			b.StopTimer()
			b.ReportMetric(float64(relations), "relations")
		})
	}
}
