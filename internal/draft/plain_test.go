package draft

import (
	"fmt"
	"testing"

	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/diff"
	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/introspect"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// TestServerSpellsPlain creates what is called plain and holds that the differ
// knows it again.
func TestServerSpellsPlain(t *testing.T) {
	t.Parallel()
	table := schema.Table{Name: "plain"}
	add := func(typ, constant string) {
		if !isPlainType(typ) || constant != "" && !isPlainConstant(typ, constant) {
			t.Errorf("%s DEFAULT %s is not plain", typ, constant)
		}
		c := schema.Column{Name: fmt.Sprintf("c%d", len(table.Columns)), Type: typ, Default: constant, NotNull: schema.IntegerType(typ) != ""}
		table.Columns = append(table.Columns, c)
		if isSortable(&c) {
			table.Indexes = append(table.Indexes, schema.Index{Name: "plain_" + c.Name, Key: []string{c.Name}})
		}
	}
	for typ, limits := range plainTypes {
		add(typ, "")
		if schema.IntegerType(typ) == "" {
			add(typ+"[]", "")
		}
		for _, n := range []int{2, 3} {
			if len(limits) > 0 {
				add(fmt.Sprintf("%s(%d)", typ, n), "")
			}
		}
	}
	for _, c := range [][2]string{
		{"numeric(12,2)", ""},
		{"varchar(10485760)", ""},
		{"timestamptz(0)", ""},
		{"boolean", "true"},
		{"boolean", "false"},
		{"text", "'it''s'"},
		{"varchar(300)", "''"},
		{"varchar", "'NULL'"},
		{"varchar(2)", "'too long'"},
		{"timestamptz", "now()"},
		{"timestamptz(3)", "now()"},
		{"integer", "0"},
		{"bigint", "999999999"},
		{"numeric", "7"},
		{"numeric(12,2)", "7"},
		{"real", "7"},
		{"double precision", "0"},
	} {
		add(c[0], c[1])
	}
	statements, err := ddl.Statements(op.CreateTable{Table: table})
	if err != nil {
		t.Fatal(err)
	}
	conn := pgtest.Connect(t, pgtest.Database(t))
	for _, s := range statements {
		pgtest.Exec(t, conn, s.SQL)
	}
	live, err := introspect.Read(t.Context(), conn, introspect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := schema.Database{Tables: []schema.Table{table}}
	want.Sort()
	if there := live.Table("plain"); !diff.SameTable(*there, want.Tables[0]) {
		for _, c := range table.Columns {
			t.Logf("%+v\n%+v", c, *there.Column(c.Name))
		}
		t.Error("the server spells it otherwise")
	}
}
