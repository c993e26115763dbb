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
	if refused := tooNew(db, schema.Database{}, 180000); len(refused) > 0 {
		t.Errorf("PostgreSQL 18: %v", refused)
	}
	refused := tooNew(db, schema.Database{}, 150004)
	if len(refused) != 4 {
		t.Fatalf("refused %d columns: %v", len(refused), refused)
	}
	const sequence = "t, column id: a sequence is logged or not apart from its table since PostgreSQL 15, and this server is 14"
	numbered := schema.Database{Tables: []schema.Table{{Name: "t", Settings: schema.Settings{AccessMethod: "columnar"}, Columns: []schema.Column{
		{Name: "id", Type: "integer", NotNull: true, Identity: &schema.Identity{Persistence: "logged"}},
	}}}}
	live := schema.Database{Tables: []schema.Table{{Name: "t"}}}
	if old := tooNew(numbered, live, 140000); len(old) != 2 || old[1].Error() != sequence {
		t.Errorf("PostgreSQL 14: %v", old)
	}
	if old := tooNew(numbered, live, 150000); len(old) > 0 {
		t.Errorf("PostgreSQL 15: %v", old)
	}
	const want = "t, column named: a NOT NULL has a name, a comment, NO INHERIT or NOT VALID since PostgreSQL 18, and this server is 15"
	if got := refused[0].Error(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
