package ddl_test

import (
	"context"
	"testing"

	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// TestEveryTypeBecomesEveryOther changes a column from each type to each other:
// whatever casts PostgreSQL has, the statement must be one that it takes.
func TestEveryTypeBecomesEveryOther(t *testing.T) {
	t.Parallel()
	conn := pgtest.Connect(t, pgtest.Database(t))
	types := []string{
		"smallint", "integer", "bigint", "numeric", "numeric(4,1)", "real", "double precision", "money", "boolean", "text",
		"varchar(5)", "char(3)", "json", "jsonb", "bytea", "uuid", "date", "timestamp", "timestamptz", "time", "timetz", "interval",
		"inet", "cidr", "macaddr", "macaddr8", "bit(3)", "varbit", "point", "box", "circle", "path", "polygon", "lseg", "xml",
		"tsvector", "int4range", "integer[]", "text[]", "numeric[]", "oid",
	}
	for _, from := range types {
		pgtest.Exec(t, conn, "DROP TABLE IF EXISTS t; CREATE TABLE t (a "+from+")")
		for _, to := range types {
			o := op.AlterColumn{Table: "t", From: schema.Column{Name: "a", Type: from}, To: schema.Column{Name: "a", Type: to}}
			statements, err := ddl.Statements(o)
			if err != nil {
				t.Fatal(err)
			}
			sql := "BEGIN; "
			for _, s := range statements {
				sql += s.SQL + "; "
			}
			if _, err := conn.PgConn().Exec(context.Background(), sql+"ROLLBACK").ReadAll(); err != nil {
				t.Errorf("%s to %s: %v\n%s", from, to, err, sql)
				pgtest.Exec(t, conn, "ROLLBACK")
			}
		}
	}
}
