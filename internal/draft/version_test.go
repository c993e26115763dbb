package draft

import (
	"testing"

	"github.com/deedsql/deed/schema"
)

// TestTooNew holds back what a server before PostgreSQL 18 would forget.
func TestTooNew(t *testing.T) {
	t.Parallel()
	db := schema.Database{Tables: []schema.Table{{Name: "t", Columns: []schema.Column{
		{Name: "plain", NotNull: true},
		{Name: "named", NotNull: true, NotNullName: "there"},
		{Name: "doubted", NotNull: true, NotNullNotValid: true},
		{Name: "alone", NotNull: true, NotNullNoInherit: true},
		{Name: "told", NotNull: true, NotNullComment: "why"},
	}}}}
	if refused := tooNew(db, 180000); len(refused) > 0 {
		t.Errorf("PostgreSQL 18: %v", refused)
	}
	refused := tooNew(db, 150004)
	if len(refused) != 4 {
		t.Fatalf("refused %d columns: %v", len(refused), refused)
	}
	const want = "t, column named: a NOT NULL has a name, a comment, NO INHERIT or NOT VALID since PostgreSQL 18, and this server is 15"
	if got := refused[0].Error(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
