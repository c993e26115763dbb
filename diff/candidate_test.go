package diff_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/deedsql/deed/diff"
	"github.com/deedsql/deed/op"
)

func TestCandidates(t *testing.T) {
	t.Parallel()
	add := func(table op.Name, name, typ string) op.Operation {
		return op.AddColumn{Table: table, Column: op.Column{Name: name, Type: typ}}
	}
	drop := func(table op.Name, name, typ string) op.Operation {
		return op.DropColumn{Table: table, Column: op.Column{Name: name, Type: typ}}
	}
	table := func(name op.Name, columns ...op.Column) op.Table { return op.Table{Name: name, Columns: columns} }
	id, mail := op.Column{Name: "id", Type: "bigint"}, op.Column{Name: "mail", Type: "text", NotNull: true}
	computed := op.Column{Name: "sum", Type: "text", Generated: &op.Generated{Expr: "a || b"}}
	for _, c := range []struct {
		reason string
		ops    []op.Operation
		want   []diff.Rename
	}{
		{
			"one column goes, one of its type comes",
			[]op.Operation{drop("u", "code", "text"), add("u", "university_code", "text")},
			[]diff.Rename{{Kind: diff.RenameColumn, Of: "u", Old: "code", New: "university_code"}},
		},
		{
			"the order does not matter",
			[]op.Operation{add("u", "b", "text"), drop("u", "a", "text")},
			[]diff.Rename{{Kind: diff.RenameColumn, Of: "u", Old: "a", New: "b"}},
		},
		{"types pair within a table", []op.Operation{
			drop("u", "a", "text"), drop("u", "n", "integer"), add("u", "b", "text"), add("u", "m", "integer"), add("v", "b", "text"),
		}, []diff.Rename{
			{Kind: diff.RenameColumn, Of: "u", Old: "a", New: "b"}, {Kind: diff.RenameColumn, Of: "u", Old: "n", New: "m"},
		}},
		{"another type", []op.Operation{drop("u", "a", "text"), add("u", "b", "varchar(50)")}, nil},
		{"another table", []op.Operation{drop("u", "a", "text"), add("v", "b", "text")}, nil},
		{"two could have been renamed", []op.Operation{drop("u", "a", "text"), drop("u", "b", "text"), add("u", "c", "text")}, nil},
		{"it could be either", []op.Operation{drop("u", "a", "text"), add("u", "b", "text"), add("u", "c", "text")}, nil},
		{"a computed column holds nothing of its own", []op.Operation{
			drop("u", "a", "text"), op.AddColumn{Table: "u", Column: computed},
		}, nil},
		{"one table goes, one with its columns comes", []op.Operation{
			op.CreateTable{Table: table("accounts", mail, id)}, op.DropTable{Table: table("users", id, mail)},
		}, []diff.Rename{{Kind: diff.RenameTable, From: "users", To: "accounts"}}},
		{"other columns", []op.Operation{op.CreateTable{Table: table("accounts", id)}, op.DropTable{Table: table("users", id, mail)}}, nil},
		{"tables without columns", []op.Operation{op.CreateTable{Table: table("a")}, op.DropTable{Table: table("b")}}, nil},
		{"two tables of one shape", []op.Operation{
			op.CreateTable{Table: table("a", id)}, op.CreateTable{Table: table("b", id)}, op.DropTable{Table: table("c", id)},
		}, nil},
		{"nothing", nil, nil},
	} {
		if d := cmp.Diff(c.want, diff.Candidates(c.ops)); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.reason, d)
		}
	}
}
