package ddl_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// lessWork are the cases where the server finds less to do than it may have to.
var lessWork = map[string]string{
	"an access method": "it is the heap already",
	"a table space":    "the table is in it already",
	"by its parent":    "a default partition without siblings has no bound to check",
	"a collation, and what a change of type would reset":              "the column has no index",
	"integer to serial goes on behind what is there":                  "an index knows the highest value",
	"partitions are cast by their parent, with defaults of their own": "the parent has no rows of its own",
}

// TestLocks runs every case and its inverse on PostgreSQL and asks the server
// which locks it holds then, and what it did with the rows.
func TestLocks(t *testing.T) {
	t.Parallel()
	conn := pgtest.Connect(t, pgtest.Database(t))
	major := pgtest.Major(t, conn)
	for _, c := range cases {
		if c.min > major || opName(c.op) == "AlterExtension" && major < 14 || outside(t, c.op) {
			continue
		}
		t.Run(opName(c.op)+" "+c.reason, func(t *testing.T) {
			clean(t, conn)
			pgtest.Exec(t, conn, c.setup)
			checkLocks(t, conn, c, c.op)
			inverse, err := c.op.Inverse()
			if err != nil || c.oneWay {
				return
			}
			for _, s := range statements(t, c.op) {
				pgtest.Exec(t, conn, s.SQL)
			}
			checkLocks(t, conn, c, inverse)
		})
	}
}

func outside(t *testing.T, o op.Operation) bool {
	t.Helper()
	return slices.ContainsFunc(statements(t, o), func(s ddl.Statement) bool { return s.NoTransaction })
}

// clean empties the database.
func clean(t *testing.T, conn *pgx.Conn) {
	t.Helper()
	pgtest.Exec(t, conn, `DO $$ DECLARE s text; BEGIN
		FOR s IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
			EXECUTE format('DROP SCHEMA %I CASCADE', s);
		END LOOP;
		FOR s IN SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' LOOP
			EXECUTE format('DROP EXTENSION %I CASCADE', s);
		END LOOP;
	END $$; CREATE SCHEMA public; DISCARD TEMP`)
}

// A held lock is one that the server reports.
type held struct {
	relation  schema.Name
	kind      string
	mode      string
	scanned   bool
	rewritten bool
}

func checkLocks(t *testing.T, conn *pgx.Conn, c testCase, o op.Operation) {
	t.Helper()
	locks, known := ddl.Locks(o)
	if _, raw := o.(op.SQL); raw {
		if known {
			t.Error("the locks of raw SQL are known")
		}
		return
	}
	want := map[schema.Name]string{}
	for _, l := range locks {
		if l.Relation.Schema() != "pg_temp" { // it is nobody else's
			want[l.Relation] = describeLock(string(l.Mode)+"Lock", l.Work)
		}
	}
	got := map[schema.Name]string{}
	for _, h := range serverLocks(t, conn, o) {
		if _, detach := o.(op.DetachPartition); detach && pgtest.Major(t, conn) < 14 {
			h.mode = "AccessExclusiveLock" // it was weaker
		}
		if _, listed := want[h.relation]; listed || h.kind == "r" || h.kind == "p" {
			got[h.relation] = h.describe()
		}
	}
	if lessWork[c.reason] != "" {
		for name, lock := range want {
			if mode, _, _ := strings.Cut(lock, " "); got[name] == mode {
				got[name] = lock
			}
		}
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("%s: (-server +Locks)\n%s", op.Describe(o), diff)
	}
}

// describeLock leaves out what the server does not tell: the building of an
// index reads every row.
func describeLock(mode string, work ddl.Work) string {
	if work == ddl.Build {
		work = ddl.Scan
	}
	return strings.TrimSpace(mode + " " + string(work))
}

func (h held) describe() string {
	switch {
	case h.kind == "S": // is always a new file
		return h.mode
	case h.rewritten:
		return describeLock(h.mode, ddl.Rewrite)
	case h.scanned:
		return describeLock(h.mode, ddl.Scan)
	}
	return h.mode
}

// serverLocks runs an operation in a transaction that is rolled back and
// returns the strongest lock on each relation that was there before.
func serverLocks(t *testing.T, conn *pgx.Conn, o op.Operation) []held {
	t.Helper()
	ctx := context.Background()
	pgtest.Exec(t, conn, "BEGIN") // in which the server does not count the scans anew
	defer pgtest.Exec(t, conn, "ROLLBACK")
	pgtest.Exec(t, conn, `CREATE TEMPORARY TABLE relations_before AS
		SELECT c.oid AS relation, CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname AS name, c.relkind AS kind,
			c.relfilenode AS file, pg_stat_get_xact_numscans(c.oid) AS scans
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname !~ '^pg_'`)
	for _, s := range statements(t, o) {
		pgtest.Exec(t, conn, s.SQL)
	}
	rows, err := conn.Query(ctx, `SELECT w.name, w.kind::text,
			(array_agg(l.mode ORDER BY array_position('{ShareUpdateExclusiveLock,ShareLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}', l.mode) DESC))[1],
			pg_stat_get_xact_numscans(w.relation) > w.scans,
			coalesce((SELECT relfilenode <> w.file FROM pg_class WHERE oid = w.relation), false)
		FROM pg_locks l JOIN relations_before w USING (relation)
		WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation'
			AND l.mode IN ('ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
		GROUP BY w.relation, w.name, w.kind, w.file, w.scans`)
	if err != nil {
		t.Fatal(err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (held, error) {
		var h held
		err := row.Scan(&h.relation, &h.kind, &h.mode, &h.scanned, &h.rewritten)
		return h, err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestRewrites changes types on PostgreSQL and looks whether the table has
// another file afterwards.
func TestRewrites(t *testing.T) {
	t.Parallel()
	conn := pgtest.Connect(t, pgtest.Database(t))
	pgtest.Exec(t, conn, "SET TimeZone = 'Europe/Berlin'")
	for _, group := range [][]string{
		{"varchar(50)", "varchar(6)", "varchar", "text"},
		{"numeric(6)", "numeric(10,2)", "numeric(12,2)", "numeric(12,4)", "numeric"},
		{"char(5)", "char(7)"},
		{"varbit(5)", "varbit(7)", "varbit"},
		{"bit(5)", "bit(7)"},
		{"integer", "bigint", "smallint", "numeric(10,2)", "text"},
		{"timestamp", "timestamptz", "timestamp(3)", "timestamp(6)", "timestamptz(3)"},
		{"time", "time(3)", "time(6)", "timetz"},
		{"interval", "interval(3)"},
		{"json", "jsonb", "text"},
		{"inet", "cidr", "text"},
		{"varchar(50)[]", "varchar(100)[]", "text[]"},
	} {
		for _, from := range group {
			for _, to := range group {
				pgtest.Exec(t, conn, "DROP TABLE IF EXISTS r; CREATE TABLE r (c "+from+")")
				before := fileOf(t, conn)
				if _, err := conn.Exec(t.Context(), "ALTER TABLE r ALTER COLUMN c TYPE "+to); err != nil {
					continue // only with USING, which rewrites
				}
				if got := ddl.Rewrites(from, to); got != (fileOf(t, conn) != before) {
					t.Errorf("Rewrites(%s, %s) = %t", from, to, got)
				}
			}
		}
	}
	for from, to := range map[string]string{"serial": "integer", "integer": "serial", "bigserial": "bigint"} {
		if ddl.Rewrites(from, to) {
			t.Errorf("Rewrites(%s, %s) = true", from, to)
		}
	}
}

func fileOf(t *testing.T, conn *pgx.Conn) (file uint32) {
	t.Helper()
	if err := conn.QueryRow(t.Context(), "SELECT relfilenode FROM pg_class WHERE oid = 'r'::regclass").Scan(&file); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestVolatile(t *testing.T) {
	t.Parallel()
	for expr, want := range map[string]bool{
		"gen_random_uuid()": true, "public.uuid_generate_v4()": true, "nextval('s'::regclass)": true, "(random() * 10)": true,
		"now()": false, "'random()'": false, "random": false, "0": false, "": false, "CURRENT_TIMESTAMP": false,
	} {
		if got := ddl.Volatile(expr); got != want {
			t.Errorf("Volatile(%s) = %t", expr, got)
		}
	}
}
