package observe_test

import (
	"testing"

	"github.com/deedsql/deed/internal/observe"
	"github.com/deedsql/deed/internal/pgtest"
)

// TestReadItsOwnSpelling makes constraints again out of PostgreSQL's spelling
// of them: nothing has changed, though some are spelled otherwise then.
func TestReadItsOwnSpelling(t *testing.T) {
	t.Parallel()
	conn := pgtest.Connect(t, pgtest.Database(t))
	pgtest.Exec(t, conn, `CREATE TABLE t (v varchar(9), n numeric,
		CONSTRAINT words CHECK (v IN ('a', 'b,]') OR v = ANY (ARRAY['x', 'y''s'])),
		CONSTRAINT numbers CHECK (NOT n = ANY (ARRAY[7, 8])))`)
	take := func() observe.Snapshot {
		s, err := observe.Take(t.Context(), conn, observe.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	first := take()
	for _, name := range []string{"words", "numbers"} {
		var def string
		if err := conn.QueryRow(t.Context(), `SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = $1`, name).Scan(&def); err != nil {
			t.Fatal(err)
		}
		pgtest.Exec(t, conn, `ALTER TABLE t DROP CONSTRAINT `+name+`, ADD CONSTRAINT `+name+` `+def)
	}
	if diff := observe.Diff(first, take()); len(diff) > 0 {
		t.Error(observe.Describe(diff, 5))
	}
}
