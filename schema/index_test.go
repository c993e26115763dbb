package schema_test

import (
	"slices"
	"testing"

	"github.com/deedsql/deed/schema"
)

func TestColumnNames(t *testing.T) {
	t.Parallel()
	x := schema.Index{
		Key: []string{
			"a", `"B" DESC`, "lower(a) text_pattern_ops", "pg_catalog.lower(a)", "((a)::text)", "(a + 1)", "a", `(a COLLATE "C")`,
			"((a || 'x'::text))", "('x'::text)", "((a)::text) text_pattern_ops DESC", "COALESCE(a, 0)", "(a IS NOT NULL)",
		},
		Include: []string{"B"},
	}
	want := []string{"a", "B", "lower", "lower1", "a1", "expr", "a2", "a3", "expr1", "text", "a4", "coalesce", "expr2", "B1"}
	if got := x.ColumnNames(); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
