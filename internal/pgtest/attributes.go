package pgtest

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// EveryAttribute returns scripts that make databases with every attribute of
// tables that some version of PostgreSQL has brought, by name, for each
// version up to the server's. They are those of package introspect; dir is
// the way to its testdata.
func EveryAttribute(t testing.TB, dir string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.sql"))
	check(t, err)
	major, scripts := Major(t, Connect(t, Database(t))), map[string]string{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".sql")
		since, err := strconv.Atoi(name)
		check(t, err)
		if major < since {
			continue // the server does not know these statements
		}
		script, err := os.ReadFile(file)
		check(t, err)
		scripts[name], _, _ = strings.Cut(string(script), "-- What deed does not model.")
	}
	if len(scripts) == 0 {
		t.Fatalf("there are no scripts in %s", dir)
	}
	return scripts
}
