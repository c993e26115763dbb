package codegen_test

import (
	"slices"
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
	for name, script := range pgtest.EveryAttribute(t, "../introspect/testdata") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn := pgtest.Connect(t, pgtest.Database(t))
			pgtest.Exec(t, conn, script)
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
