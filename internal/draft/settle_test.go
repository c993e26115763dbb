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
		{"another default", func(_, want *schema.Table) { want.Columns[1].Default = "lower('Y')" }, true},
		{"a wider column that a predicate is over", func(_, want *schema.Table) { want.Columns[1].Type = "varchar(300)" }, true},
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

// TestPlain changes what has one spelling, and what may have another.
func TestPlain(t *testing.T) {
	column := func(c schema.Column) func(live, want *schema.Table) {
		return func(_, want *schema.Table) { want.Columns = append(want.Columns, c) }
	}
	index := func(x schema.Index) func(live, want *schema.Table) {
		return func(_, want *schema.Table) { want.Indexes = append(want.Indexes, x) }
	}
	partition := func(change func(want *schema.Table)) func(live, want *schema.Table) {
		return func(live, want *schema.Table) {
			live.PartitionOf, want.PartitionOf = &schema.Partition{Parent: "p", Bound: "DEFAULT"}, &schema.Partition{Parent: "p", Bound: "DEFAULT"}
			want.PrimaryKey, want.Indexes = nil, nil // it has the parent's
			change(want)
		}
	}
	for _, test := range []struct {
		name   string
		change func(live, want *schema.Table)
		plain  bool
	}{
		{"a longer string", func(live, want *schema.Table) {
			live.Indexes, want.Indexes, want.Columns[1].Default = nil, nil, ""
			want.Columns[1].Type = "varchar(300)"
		}, true},
		{"a longer string with a default", func(live, want *schema.Table) {
			live.Indexes, want.Indexes = nil, nil
			want.Columns[1].Type = "varchar(300)"
		}, true},
		{"a string", column(schema.Column{Name: "new", Type: "text", Default: "'it''s'"}), true},
		{"a string with an escape", column(schema.Column{Name: "new", Type: "text", Default: `E'\n'`}), false},
		{"strings", column(schema.Column{Name: "new", Type: "text[]", Default: "'{}'"}), false},
		{"an amount", column(schema.Column{Name: "new", Type: "numeric(12,2)", Default: "0"}), true},
		{"a column that may be NULL", func(_, want *schema.Table) { want.Columns[1].NotNull = false }, true},
		{"a column less", func(live, _ *schema.Table) {
			live.Columns = append(live.Columns, schema.Column{Name: "old", Type: "xml"})
		}, true},
		{"a column more", column(schema.Column{Name: "new", Type: "numeric(12,2)[]"}), true},
		{"a flag", column(schema.Column{Name: "new", Type: "boolean", NotNull: true, Default: "false"}), true},
		{"a flag that is no constant", column(schema.Column{Name: "new", Type: "boolean", Default: "'f'"}), false},
		{"a number", column(schema.Column{Name: "new", Type: "bigint", Default: "7"}), true},
		{"a negative number", column(schema.Column{Name: "new", Type: "bigint", Default: "-7"}), false},
		{"a number that is too large", column(schema.Column{Name: "new", Type: "integer", Default: "7000000000"}), false},
		{"a time", column(schema.Column{Name: "new", Type: "timestamptz(3)"}), true},
		{"a type that the server refuses", column(schema.Column{Name: "new", Type: "varchar(0)"}), false},
		{"a scale that the server refuses", column(schema.Column{Name: "new", Type: "numeric(2,3)"}), false},
		{"a type of the database", column(schema.Column{Name: "new", Type: "public.kind"}), true},
		{"a type that is not there", column(schema.Column{Name: "new", Type: "public.kinds"}), false},
		{"a collation", column(schema.Column{Name: "new", Type: "text", Collation: `"C"`}), false},
		{"an identity", column(schema.Column{Name: "new", Type: "integer", Identity: &schema.Identity{}}), false},
		{"a generated column", column(schema.Column{Name: "new", Type: "integer", Generated: &schema.Generated{Expr: "1"}}), false},
		{"an index", index(schema.Index{Name: "new", Key: []string{"name", "price"}}), true},
		{"an index in another order", index(schema.Index{Name: "new", Key: []string{"name DESC"}}), false},
		{"an index of a method", index(schema.Index{Name: "new", Key: []string{"name"}, Method: "hash"}), false},
		{"an index on what has no order", func(_, want *schema.Table) {
			want.Columns = append(want.Columns, schema.Column{Name: "new", Type: "json"})
			want.Indexes = append(want.Indexes, schema.Index{Name: "new", Key: []string{"new"}})
		}, false},
		{"a check", func(_, want *schema.Table) {
			want.Checks = append(want.Checks, schema.Check{Name: "new", Expr: "true"})
		}, false},
		{"a partition", partition(func(*schema.Table) {}), true},
		{"a partition with a column more", partition(func(want *schema.Table) {
			want.Columns = append(want.Columns, schema.Column{Name: "new", Type: "boolean", Default: "false", Inherited: true})
		}), true},
		{"a partition with other bounds", partition(func(want *schema.Table) { want.PartitionOf.Bound = "FOR VALUES IN (1)" }), false},
		{"a partition of another type", partition(func(want *schema.Table) { want.Columns[4].Type = "timestamp" }), false},
		{"a child", func(live, want *schema.Table) {
			live.Inherits, want.Inherits = []schema.Name{"things_00000"}, []schema.Name{"things_00000"}
		}, true},
		{"a parent", func(_, want *schema.Table) { want.Inherits = []schema.Name{"things_00000"} }, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			live, want := things(2, true), things(2, false)
			test.change(&live.Tables[1], &want.Tables[1])
			settled, unsure := settle(want, live)
			if plain := len(unsure) == 0; plain != test.plain {
				t.Fatalf("plain is %v, want %v", plain, test.plain)
			}
			if got := settled.Tables[1].Checks[0].Expr; test.plain && got != live.Tables[1].Checks[0].Expr {
				t.Errorf("the check of a plain table is spelled %q, want the database's", got)
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
