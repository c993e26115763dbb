package codegen_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/introspect"
	"github.com/deedsql/deed/schema"
)

// TestModelsDescribeDatabases holds the law for databases with every attribute
// of every version, as PostgreSQL spells them.
func TestModelsDescribeDatabases(t *testing.T) {
	t.Parallel()
	scripts, err := filepath.Glob("../introspect/testdata/*.sql")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("%d scripts, %v", len(scripts), err)
	}
	for _, name := range scripts {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			conn := pgtest.Connect(t, pgtest.Database(t))
			since, err := strconv.Atoi(strings.TrimSuffix(filepath.Base(name), ".sql"))
			if err != nil {
				t.Fatal(err)
			}
			if pgtest.Major(t, conn) < since {
				return // the server does not know these statements
			}
			script, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			modelled, _, _ := strings.Cut(string(script), "-- What deed does not model.")
			pgtest.Exec(t, conn, modelled)
			c, err := introspect.Read(t.Context(), conn, introspect.Options{})
			if err != nil {
				t.Fatal(err)
			}
			checkModels(t, t.TempDir(), ownOnly(c.Database), codegen.ModelOptions{})
		})
	}
}

// ownOnly takes out what models leave to the parents of a partition.
func ownOnly(db schema.Database) schema.Database {
	for i := range db.Tables {
		t := &db.Tables[i]
		if t.PrimaryKey != nil && t.PrimaryKey.Inherited {
			t.PrimaryKey = nil
		}
		t.Uniques = slices.DeleteFunc(t.Uniques, func(c schema.Unique) bool { return c.Inherited })
		t.ForeignKeys = slices.DeleteFunc(t.ForeignKeys, func(c schema.ForeignKey) bool { return c.Inherited })
		t.Indexes = slices.DeleteFunc(t.Indexes, func(x schema.Index) bool { return x.Parent != "" })
	}
	return db
}
