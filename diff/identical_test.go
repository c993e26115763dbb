package diff

import (
	"slices"
	"testing"

	"github.com/deedsql/deed/schema"
)

func TestIdentical(t *testing.T) {
	table := schema.Table{
		Name: "things", Columns: []schema.Column{{Name: "id", Type: "integer"}},
		Indexes:  []schema.Index{{Name: "things_id_idx", Key: []string{"id"}}},
		Settings: schema.Settings{With: []string{"fillfactor=70"}},
	}
	for _, test := range []struct {
		name   string
		change func(*schema.Table)
		want   bool
	}{
		{"the same value", func(*schema.Table) {}, true},
		{"equal columns elsewhere in memory", func(x *schema.Table) { x.Columns = slices.Clone(x.Columns) }, false},
		{"an index more", func(x *schema.Table) { x.Indexes = append(x.Indexes, schema.Index{Name: "more"}) }, false},
		{"a check", func(x *schema.Table) { x.Checks = []schema.Check{{Name: "c", Expr: "id > 0"}} }, false},
		{"a comment", func(x *schema.Table) { x.Comment = "things" }, false},
		{"another setting", func(x *schema.Table) { x.Settings.With = []string{"fillfactor=80"} }, false},
		{"a parent", func(x *schema.Table) { x.Inherits = []schema.Name{"parents"} }, false},
		{"partitioned", func(x *schema.Table) { x.PartitionBy = "HASH (id)" }, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			other := table
			test.change(&other)
			if got := identical(table, other); got != test.want {
				t.Errorf("identical = %t, want %t", got, test.want)
			}
		})
	}
	child := table
	child.Inherits = []schema.Name{"parents"}
	if identical(child, child) {
		t.Error("a table with a parent is called identical; its parent may change")
	}
}
