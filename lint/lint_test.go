package lint

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/deedsql/deed/codegen"
)

// others is what other services own in the tests.
var others = []Owner{
	{Kind: "schema", Name: "auth", Service: "auth", Evidence: "created", Since: "a0"},
	{Kind: "table", Name: "auth.users", Service: "auth", Evidence: "created", Since: "a1"},
	{Kind: "table", Name: "auth.sessions", Service: "auth", Evidence: "created", Since: "a1"},
	{Kind: "index", Name: "auth.users_email_idx", Service: "auth", Evidence: "created", Since: "a1"},
	{Kind: "sequence", Name: "auth.users_id_seq", Service: "auth", Evidence: "created", Since: "a1"},
	{Kind: "type", Name: "auth.state", Service: "auth", Evidence: "created", Since: "a1"},
	{Kind: "function", Name: "auth.purge", Service: "auth", Evidence: "created", Since: "a1"},
	{Kind: "view", Name: "auth.active_users", Service: "auth", Evidence: "created", Since: "a1"},
	{Kind: "table", Name: "payments", Service: "billing", Evidence: "adopted", Since: "b7"},
	{Kind: "table", Name: "billing.orders", Service: "billing", Evidence: "created", Since: "b1"},
	{Kind: "type", Name: "currency", Service: "billing", Evidence: "created", Since: "b1"},
	{Kind: "function", Name: "set_updated_at", Service: "billing", Evidence: "created", Since: "b1"},
}

// lintSource lints one revision file of a service "shop", after a revision
// that creates its tables.
func lintSource(t testing.TB, src string, later ...string) Report {
	t.Helper()
	fset := token.NewFileSet()
	dir := t.TempDir()
	var files []File
	sources := map[string]string{"base.go": baseRevision, "under_test.go_": src}
	for i, text := range later {
		if text != "" {
			sources["later"+strconv.Itoa(i)+".go"] = text
		}
	}
	for name, text := range sources {
		name = filepath.Join(dir, name)
		tree, err := parser.ParseFile(fset, name, text, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, File{Name: name, Src: []byte(text), AST: tree})
	}
	env := codegen.Environment{Dir: dir, Variable: "Revisions"}
	env.Service, env.Owns = "shop", []string{"legacy_*"}
	s, err := newService(env, newFolder(fset, files, "Revisions", nil))
	if err != nil {
		t.Fatal(err)
	}
	known := newRegistry()
	for _, o := range others {
		known.add(o)
	}
	return s.lint(known, nil, s.selection([]string{filepath.Join(dir, "under_test.go_")}, ""))
}

const baseRevision = `package migrations

import (
	"github.com/deedsql/deed"
	"github.com/deedsql/deed/op"
)

var _ = Revisions.Add(deed.Revision{
	ID: "base", Message: "base",
	Upgrade: []deed.Step{
		op.CreateTable{Table: op.Table{
			Name: "orders",
			Columns: []op.Column{{Name: "id", Type: "bigserial", NotNull: true}, {Name: "total", Type: "numeric(10,2)"}, {Name: "state", Type: "text"}},
			PrimaryKey: &op.PrimaryKey{Name: "orders_pkey", Columns: []string{"id"}},
			Indexes: []op.Index{{Name: "orders_state_idx", Key: []string{"state"}}},
		}},
		op.CreateTable{Table: op.Table{Name: "items", Columns: []op.Column{{Name: "id", Type: "bigint"}}}},
		op.CreateEnum{Enum: op.Enum{Name: "order_state", Values: []string{"new"}}},
		op.CreateSequence{Sequence: op.Sequence{Name: "order_numbers"}},
		op.CreateSchema{Schema: op.Namespace{Name: "shop"}},
		op.CreateTable{Table: op.Table{Name: "shop.carts", Columns: []op.Column{{Name: "id", Type: "bigint"}}}},
		op.AdoptTable{Table: "products"},
		op.SQL{Up: "CREATE FUNCTION order_total(bigint) RETURNS numeric LANGUAGE sql AS $$ SELECT total FROM orders WHERE id = $1 $$"},
		op.SQL{Up: "CREATE VIEW open_orders AS SELECT * FROM orders WHERE state = 'open'"},
		op.SQL{Up: "CREATE VIEW user_names AS SELECT * FROM auth.users"},
	},
	Downgrade: []deed.Step{},
})
`
