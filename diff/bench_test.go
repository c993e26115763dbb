package diff_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/deedsql/deed/diff"
	"github.com/deedsql/deed/schema"
)

// BenchmarkPartitions compares a table of 3,000 partitions with itself, or with
// one whose columns have changed: what that costs must grow with their number,
// not with its square.
func BenchmarkPartitions(b *testing.B) {
	live := partitioned(3000)
	changes := map[string]func([]schema.Column) []schema.Column{
		"none": func(list []schema.Column) []schema.Column { return list },
		"add": func(list []schema.Column) []schema.Column {
			return append(list, schema.Column{Name: "n", Type: "text", NotNull: true, NotNullName: "p_n_not_null", Inherited: list[0].Inherited})
		},
		"drop": func(list []schema.Column) []schema.Column { return list[:11] },
		"type": func(list []schema.Column) []schema.Column {
			list[3].Type = "bigint"
			return list
		},
		"name": func(list []schema.Column) []schema.Column {
			list[3].NotNullName = "other"
			return list
		},
	}
	for name, change := range changes {
		want := schema.Database{Tables: slices.Clone(live.Tables)}
		for i := range want.Tables {
			want.Tables[i].Columns = change(slices.Clone(want.Tables[i].Columns))
		}
		for _, major := range []int{17, 18} {
			b.Run(fmt.Sprint(name, "/", major), func(b *testing.B) {
				for b.Loop() {
					if _, err := diff.Diff(live, want, diff.Options{ServerVersion: major * 10000}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// partitioned returns a table of twelve columns with so many partitions.
func partitioned(n int) schema.Database {
	columns := func(inherited bool) (list []schema.Column) {
		for i := range 12 {
			list = append(list, schema.Column{
				Name: fmt.Sprint("c", i), Type: "integer", NotNull: true, NotNullName: fmt.Sprintf("p_c%d_not_null", i), Inherited: inherited,
			})
		}
		return list
	}
	db := schema.Database{Tables: []schema.Table{{Name: "p", Columns: columns(false), PartitionBy: "RANGE (c0)"}}}
	for i := range n {
		db.Tables = append(db.Tables, schema.Table{
			Name: schema.Name(fmt.Sprint("p", i)), Columns: columns(true),
			PartitionOf: &schema.Partition{Parent: "p", Bound: fmt.Sprintf("FOR VALUES FROM (%d) TO (%d)", i, i+1)},
		})
	}
	db.Sort()
	return db
}
