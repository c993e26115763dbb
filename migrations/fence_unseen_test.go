package migrations_test

import (
	"errors"
	"testing"

	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/migrations"
)

// Options of the user mappings of others, which an ordinary role cannot see,
// stay as they are.
func TestMappingsOfOthers(t *testing.T) {
	t.Parallel()
	s := sharedDatabaseOf(t, "deed_team")
	pgtest.Exec(t, pgtest.Connect(t, s.url), "CREATE FOREIGN DATA WRAPPER wires; GRANT USAGE ON FOREIGN DATA WRAPPER wires TO deed_team")
	pgtest.Exec(t, pgtest.Connect(t, s.runner(s.url)), "CREATE SERVER theirs FOREIGN DATA WRAPPER wires; CREATE USER MAPPING FOR deed_auth SERVER theirs OPTIONS (a 'b')")
	for _, c := range []struct {
		text   string
		passes bool
	}{
		{"ALTER USER MAPPING FOR deed_auth SERVER theirs OPTIONS (SET a 'c')", false},
		{"DO $$ BEGIN EXECUTE 'ALTER USER MAP' || 'PING FOR deed_auth SERVER theirs OPTIONS (SET a ''c'')'; END $$", false},
		{"CREATE SERVER ours FOREIGN DATA WRAPPER wires; CREATE USER MAPPING FOR deed_auth SERVER ours; ALTER USER MAPPING FOR deed_auth SERVER ours OPTIONS (ADD a 'c')", true},
	} {
		list := append(s.shop[:1:1], migrations.Revision{ID: "trial", Parents: []string{"shop1"}, Upgrade: steps(sql(c.text))})
		_, err := migrations.Upgrade(ctx, service("shop", list...), target(t, s.runner(s.url)), "head", migrations.Options{})
		var trespass *migrations.FenceError
		if (err == nil) != c.passes || err != nil && !errors.As(err, &trespass) {
			t.Errorf("%s ended with %v", c.text, err)
		}
	}
}
