package pgtest

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// EveryAttribute calls test with a database that has every attribute of tables
// that some version of PostgreSQL has brought, for each version up to the
// server's. The scripts are those of package introspect; dir is the way to
// its testdata.
func EveryAttribute(t *testing.T, dir string, test func(t *testing.T, conn *pgx.Conn)) {
	t.Helper()
	scripts, err := filepath.Glob(filepath.Join(dir, "*.sql"))
	check(t, err)
	if len(scripts) == 0 {
		t.Fatalf("there are no scripts in %s", dir)
	}
	for _, name := range scripts {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			since, err := strconv.Atoi(strings.TrimSuffix(filepath.Base(name), ".sql"))
			check(t, err)
			conn := Connect(t, Database(t))
			if Major(t, conn) < since {
				return // the server does not know these statements
			}
			script, err := os.ReadFile(name)
			check(t, err)
			modelled, _, _ := strings.Cut(string(script), "-- What deed does not model.")
			Exec(t, conn, modelled)
			test(t, conn)
		})
	}
}
