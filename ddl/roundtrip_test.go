package ddl_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/diff"
	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/introspect"
	"github.com/deedsql/deed/schema"
)

// functions are those that the scripts of package introspect use.
const functions = `CREATE FUNCTION next_code() RETURNS text LANGUAGE sql AS 'SELECT ''x''';
	CREATE FUNCTION is_even(integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 % 2 = 0'`

// TestRebuild reads a database with every attribute of every version, makes it
// again in another one by SQL of this package, and reads the same.
func TestRebuild(t *testing.T) {
	t.Parallel()
	for name, script := range pgtest.EveryAttribute(t, "../introspect/testdata") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			original, copied := pgtest.Connect(t, pgtest.Database(t)), pgtest.Connect(t, pgtest.Database(t))
			pgtest.Exec(t, original, script)
			pgtest.Exec(t, copied, functions)
			want := readAll(t, original)
			copySchema(t, copied, want.Database)
			if diff := cmp.Diff(want.Database, readAll(t, copied).Database, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("(-original +copy):\n%s", diff)
			}
		})
	}
}

func readAll(t *testing.T, conn *pgx.Conn) *introspect.Catalog {
	t.Helper()
	c, err := introspect.Read(t.Context(), conn, introspect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func copySchema(t *testing.T, conn *pgx.Conn, to schema.Database) {
	t.Helper()
	from := readAll(t, conn)
	ops, err := diff.Diff(from.Database, to, diff.Options{ServerVersion: from.ServerVersion})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range ops {
		for _, s := range statements(t, o) {
			if _, err := conn.Exec(t.Context(), s.SQL, pgx.QueryExecModeSimpleProtocol); err != nil {
				t.Fatalf("%v\n%s", err, s.SQL)
			}
		}
	}
}
