package diff

import (
	"slices"
	"testing"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

func TestReach(t *testing.T) {
	table := func(t schema.Table) schema.Table {
		t.Columns = []schema.Column{{Name: "id", Type: "integer"}}
		return t
	}
	db := schema.Database{Tables: []schema.Table{
		table(schema.Table{Name: "changed"}),
		table(schema.Table{Name: "checks_sequence", Checks: []schema.Check{{Name: "c", Expr: "id < nextval('changed_seq'::regclass)"}}}),
		table(schema.Table{Name: "checks_type", Checks: []schema.Check{{Name: "c", Expr: "(id)::public.mood IS NULL"}}}),
		table(schema.Table{Name: "child", Inherits: []schema.Name{"changed"}}),
		table(schema.Table{Name: "far", ForeignKeys: []schema.ForeignKey{{Name: "f", Columns: []string{"id"}, References: "near"}}}),
		table(schema.Table{Name: "near", ForeignKeys: []schema.ForeignKey{{Name: "f", Columns: []string{"id"}, References: "child"}}}),
		table(schema.Table{Name: "other"}),
	}}
	tests := []struct {
		op   op.Operation
		want []schema.Name
	}{
		{op.AlterColumn{Table: "changed"}, []schema.Name{"changed", "child", "near"}},
		{op.DropColumn{Table: "changed", Column: schema.Column{Name: "id", Type: "serial"}}, []schema.Name{"changed", "child", "near"}},
		{op.DropTable{Table: schema.Table{Name: "changed_seq"}}, []schema.Name{"checks_sequence"}},
		{op.AddColumn{Table: "changed"}, nil},
		{op.DropEnum{Enum: schema.Enum{Name: "mood"}}, []schema.Name{"changed", "checks_sequence", "checks_type", "child", "far", "near", "other"}},
	}
	for _, tt := range tests {
		d := &differ{from: db, to: db, ops: []op.Operation{tt.op}}
		r := d.reachOf(d.disturbed())
		for i := range db.Tables {
			name := db.Tables[i].Name
			if got, want := r.includes(&db.Tables[i]), slices.Contains(tt.want, name); got != want {
				t.Errorf("%s reaches %s: %v, want %v", op.Describe(tt.op), name, got, want)
			}
		}
	}
}
