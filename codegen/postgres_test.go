package codegen_test

import (
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/introspect"
	"github.com/deedsql/deed/schema"
)

// TestModelsDescribeDatabases holds the law for databases with every attribute
// of every version, as PostgreSQL spells them.
func TestModelsDescribeDatabases(t *testing.T) {
	t.Parallel()
	pgtest.EveryAttribute(t, "../introspect/testdata", func(t *testing.T, conn *pgx.Conn) {
		c, err := introspect.Read(t.Context(), conn, introspect.Options{})
		if err != nil {
			t.Fatal(err)
		}
		checkModels(t, t.TempDir(), ownOnly(c.Database), codegen.ModelOptions{})
	})
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
