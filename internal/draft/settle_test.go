package draft

import (
	"fmt"
	"slices"
	"testing"

	"github.com/deedsql/deed/schema"
)

// thing is a table as the catalogs have it, or as people write it.
func thing(n int, live bool) schema.Table {
	pick := func(catalog, model string) string {
		if live {
			return catalog
		}
		return model
	}
	name := schema.NewName("", fmt.Sprintf("things_%05d", n))
	return schema.Table{
		Name: name,
		Columns: []schema.Column{
			{Name: "id", Type: "bigserial", NotNull: true},
			{Name: "name", Type: "varchar(255)", NotNull: true, Default: pick("'x'::character varying", "'x'")},
			{Name: "kind", Type: "public.kind", NotNull: true, Default: pick("'new'::public.kind", "'new'")},
			{Name: "price", Type: "numeric(12,2)", NotNull: true, Default: "0"},
			{Name: "created_at", Type: "timestamptz", NotNull: true, Default: "now()"},
		},
		PrimaryKey: &schema.PrimaryKey{Name: string(name) + "_pkey", Columns: []string{"id"}},
		Checks:     []schema.Check{{Name: "price_check", Expr: pick("(price > (0)::numeric)", "price > 0")}},
		Indexes: []schema.Index{{
			Name: string(name) + "_name_idx", Key: []string{"name"},
			Where: pick("((name)::text <> ''::text)", "name <> ''"),
		}},
	}
}

func things(n int, live bool) schema.Database {
	db := schema.Database{Enums: []schema.Enum{{Name: "kind", Values: []string{"new"}}}}
	for i := range n {
		db.Tables = append(db.Tables, thing(i, live))
	}
	return db
}

func TestSettle(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(live, want *schema.Table)
		unsure bool
	}{
		{"what people write", func(_, _ *schema.Table) {}, false},
		{"another check", func(_, want *schema.Table) { want.Checks[0].Expr = "price >= 0" }, true},
		{"another predicate", func(_, want *schema.Table) { want.Indexes[0].Where = "name <> 'x'" }, true},
		{"another default", func(_, want *schema.Table) { want.Columns[1].Default = "'y'" }, true},
		{"a wider column", func(_, want *schema.Table) { want.Columns[1].Type = "varchar(300)" }, true},
		{"a check on a column whose type changes", func(_, want *schema.Table) { want.Columns[3].Type = "integer" }, true},
		{"a check on a domain", func(live, want *schema.Table) {
			live.Columns[3].Type, want.Columns[3].Type = "public.money", "public.money"
		}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			live, want := things(3, true), things(3, false)
			test.change(&live.Tables[1], &want.Tables[1])
			settled, unsure := settle(want, live)
			var expected []schema.Name
			if test.unsure {
				expected = []schema.Name{want.Tables[1].Name}
			}
			if !slices.Equal(unsure, expected) {
				t.Fatalf("unsure of %v, want %v", unsure, expected)
			}
			if got, model := settled.Tables[1].Checks[0].Expr, want.Tables[1].Checks[0].Expr; test.unsure && got != model {
				t.Errorf("the check of an unsure table is spelled %q, want the model's %q", got, model)
			}
			if got := settled.Tables[0].Checks[0].Expr; got != live.Tables[0].Checks[0].Expr {
				t.Errorf("the check of a table that is the same is spelled %q, want the database's", got)
			}
		})
	}
}

func BenchmarkSettle(b *testing.B) {
	live, want := things(1000, true), things(1000, false)
	b.ReportAllocs()
	for b.Loop() {
		if _, unsure := settle(want, live); len(unsure) > 0 {
			b.Fatalf("unsure of %v", unsure)
		}
	}
}
