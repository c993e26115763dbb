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

// TestChildWithoutNotNull describes a child that lacks the NOT NULL of its
// parent's column, as servers before PostgreSQL 18 allow.
func TestChildWithoutNotNull(t *testing.T) {
	t.Parallel()
	conn := pgtest.Connect(t, pgtest.Database(t))
	if pgtest.Major(t, conn) >= 18 {
		return // there is no such thing
	}
	pgtest.Exec(t, conn, "CREATE TABLE p (name text NOT NULL); CREATE TABLE c (o int) INHERITS (p); ALTER TABLE c ALTER name DROP NOT NULL")
	c, err := introspect.Read(t.Context(), conn, introspect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkModels(t, t.TempDir(), c.Database, codegen.ModelOptions{})
}
