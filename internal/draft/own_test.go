package draft_test

import (
	"slices"
	"testing"

	"github.com/deedsql/deed/internal/draft"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// TestStaysOwn names what a table has already when it gets a parent from which
// it should have it.
func TestStaysOwn(t *testing.T) {
	t.Parallel()
	check := schema.Check{Name: "positive", Expr: "a > 0"}
	child := schema.Table{
		Name: "child", Inherits: []schema.Name{"parent", "other"},
		Columns: []schema.Column{{Name: "a", Type: "integer", Inherited: true}, {Name: "b", Type: "integer"}, {Name: "c", Inherited: true}},
		Checks:  []schema.Check{{Name: "positive", Expr: "a > 0", Inherited: true}, {Name: "own", Expr: "b > 0"}},
	}
	db := schema.Database{Tables: []schema.Table{child, {
		Name: "parent", Columns: []schema.Column{{Name: "a", Type: "integer"}, {Name: "b", Type: "integer"}}, Checks: []schema.Check{check},
	}}}
	db.Sort()
	got := draft.StaysOwn(op.Inherit{Table: "child", Parent: "parent"}, db)
	if want := []string{"column a", "check positive"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := draft.StaysOwn(op.NoInherit{Table: "child", Parent: "parent"}, db); len(got) > 0 {
		t.Errorf("a parent that goes: got %v", got)
	}
}
