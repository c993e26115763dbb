package migrations_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/migrations"
	"github.com/deedsql/deed/migrations/pgurl"
	"github.com/deedsql/deed/op"
)

var ctx = context.Background()

// sql is a step in SQL with the way back.
func sql(up string) op.SQL { return op.SQL{Up: up} }

func alone(up string) op.SQL { return op.SQL{Up: up, NoTransaction: true} }

// revision makes a revision of steps, with the statements of down to take it
// back.
func revision(id, parent, message string, up []migrations.Step, down ...string) migrations.Revision {
	r := migrations.Revision{ID: id, Message: message, Upgrade: up, Downgrade: []migrations.Step{}}
	if parent != "" {
		r.Parents = []string{parent}
	}
	for _, s := range down {
		r.Downgrade = append(r.Downgrade, sql(s))
	}
	return r
}

func steps(list ...migrations.Step) []migrations.Step { return list }

func environment(revisions ...migrations.Revision) *migrations.Environment {
	e := &migrations.Environment{Service: "api-gateway", VersionTable: "alembic_version_gateway"}
	for _, r := range revisions {
		r.File = r.ID + ".go"
		e.Add(r)
	}
	return e
}

// universities is a history of three revisions.
func universities() *migrations.Environment {
	table := op.Table{Name: "universities", Columns: []op.Column{
		{Name: "id", Type: "uuid", NotNull: true, Default: "gen_random_uuid()"}, {Name: "name", Type: "text", NotNull: true},
	}, PrimaryKey: &op.PrimaryKey{Name: "universities_pkey", Columns: []string{"id"}}}
	verified := op.Column{Name: "is_verified", Type: "boolean", NotNull: true, Default: "false"}
	index := op.Index{Name: "universities_name_idx", Key: []string{"name"}}
	create := revision("61e524cfcce2", "", "create universities", steps(op.CreateTable{Table: table}))
	create.Downgrade = steps(op.DropTable{Table: table})
	add := revision("3f1c9a20b7de", "61e524cfcce2", "add is_verified to universities", steps(op.AddColumn{Table: "universities", Column: verified}))
	add.Downgrade = steps(op.DropColumn{Table: "universities", Column: verified})
	concurrently := revision("9a7c00d1e2f3", "3f1c9a20b7de", "index names", steps(op.CreateIndex{Table: "universities", Index: index, Concurrently: true}))
	concurrently.Downgrade = steps(op.DropIndex{Table: "universities", Index: index, Concurrently: true})
	return environment(create, add, concurrently)
}

// deed runs a command line and returns status, stdout and stderr.
func deed(t *testing.T, url string, e *migrations.Environment, line string) (int, string, string) {
	t.Helper()
	var out, err bytes.Buffer
	args := append(strings.Fields(line), "--database-url", url)
	status := migrations.Run(ctx, e, args, nil, &out, &err)
	return status, out.String(), err.String()
}

// must runs a command line that must succeed and returns its stdout.
func must(t *testing.T, url string, e *migrations.Environment, line string) string {
	t.Helper()
	status, out, errs := deed(t, url, e, line)
	if status != 0 {
		t.Fatalf("deed %s: status %d\n%s%s", line, status, out, errs)
	}
	return out
}

// value runs a query for one text.
func value(t *testing.T, conn *pgx.Conn, query string) string {
	t.Helper()
	var s string
	if err := conn.QueryRow(ctx, "SELECT ("+query+")::text").Scan(&s); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return s
}

// catalog is what a test compares: relations, columns and indexes, without
// the log's.
func catalog(t *testing.T, conn *pgx.Conn) string {
	t.Helper()
	return value(t, conn, `
SELECT coalesce(string_agg(format('%s %s %s', c.relname, a.attname, i.indisvalid), E'\n' ORDER BY c.relname, a.attnum), '')
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT attisdropped
LEFT JOIN pg_index i ON i.indexrelid = c.oid
WHERE relnamespace = 'public'::regnamespace AND relname NOT LIKE 'deed%' AND relname NOT LIKE 'alembic%'`)
}

func target(t testing.TB, url string) *pgurl.Target {
	t.Helper()
	parsed, err := pgurl.Parse(url)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func TestThereAndBack(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	conn := pgtest.Connect(t, url)
	e := universities()

	// Looking creates nothing.
	if got := must(t, url, e, "current"); got != "base\n" {
		t.Errorf("current = %q", got)
	}
	if status, out, _ := deed(t, url, e, "check"); status != 1 || !strings.Contains(out, "pending   61e524cfcce2  create universities\n") {
		t.Errorf("check: %d, %q", status, out)
	}
	if got := value(t, conn, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"); got != "0" {
		t.Errorf("reading commands made %s relations", got)
	}

	empty := catalog(t, conn)
	status, _, progress := deed(t, url, e, "upgrade")
	if status != 0 {
		t.Fatal(progress)
	}
	lines := strings.Split(progress, "\n")
	if !strings.HasPrefix(lines[1], "upgrade  3f1c9a20b7de  add is_verified to universities  ") || !strings.HasSuffix(lines[1], " ms") || len(lines[0]) != len(lines[1]) {
		t.Errorf("progress is not aligned:\n%s", progress)
	}
	if !strings.HasSuffix(progress, "the database is at 9a7c00d1e2f3 (head)\n") {
		t.Errorf("progress = %s", progress)
	}
	full := catalog(t, conn)
	if !strings.Contains(full, "universities is_verified") || !strings.Contains(full, "universities_name_idx name t") {
		t.Errorf("catalog = %s", full)
	}
	if got := must(t, url, e, "current"); got != "9a7c00d1e2f3 (head)  index names\n" {
		t.Errorf("current = %q", got)
	}
	if got := must(t, url, e, "check"); got != "all revisions are applied: the database is at 9a7c00d1e2f3\n" {
		t.Errorf("check = %q", got)
	}

	must(t, url, e, "downgrade -1")
	must(t, url, e, "downgrade 61e5")
	if got := value(t, conn, "SELECT string_agg(version_num, ',') FROM alembic_version_gateway"); got != "61e524cfcce2" {
		t.Errorf("version = %q", got)
	}
	must(t, url, e, "downgrade base")
	if got := catalog(t, conn); got != empty {
		t.Errorf("after base: %s", got)
	}
	must(t, url, e, "upgrade +2")
	must(t, url, e, "upgrade")
	if got := catalog(t, conn); got != full {
		t.Errorf("after the second upgrade:\n%s\nwant\n%s", got, full)
	}
	if status, _, again := deed(t, url, e, "upgrade"); status != 0 || again != "the database is at 9a7c00d1e2f3 (head)\n" {
		t.Errorf("at head: %d %q", status, again)
	}
	log := value(t, conn, "SELECT string_agg(format('%s %s %s/%s', direction, left(revision, 4), reached, units), ', ' ORDER BY id) FROM deed_log")
	if want := "upgrade 61e5 1/1, upgrade 3f1c 1/1, upgrade 9a7c 1/1, downgrade 9a7c 1/1, downgrade 3f1c 1/1, downgrade 61e5 1/1, upgrade 61e5 1/1, upgrade 3f1c 1/1, upgrade 9a7c 1/1"; log != want {
		t.Errorf("log:\n got %s\nwant %s", log, want)
	}
	if got := value(t, conn, "SELECT count(*) FROM deed_log WHERE finished_at IS NULL OR service <> 'api-gateway' OR application <> 'deed api-gateway' OR version_table <> 'alembic_version_gateway'"); got != "0" {
		t.Errorf("%s rows of the log are not right", got)
	}
}

// The version table has Alembic's shape, so a database that Alembic has
// migrated is taken over where it stands.
func TestAlembicTableIsTakenOver(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	conn := pgtest.Connect(t, url)
	shape := `SELECT string_agg(format('%s %s %s %s', attname, format_type(atttypid, atttypmod), attnotnull, (SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = attrelid AND contype = 'p')), ',') FROM pg_attribute WHERE attnum > 0 AND attrelid = 'alembic_version_gateway'::regclass`
	pgtest.Exec(t, conn, `
CREATE TABLE alembic_version_gateway (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_gateway_pkc PRIMARY KEY (version_num));
INSERT INTO alembic_version_gateway VALUES ('61e524cfcce2');
CREATE TABLE universities (id uuid PRIMARY KEY, name text NOT NULL)`)
	alembic := value(t, conn, shape)
	must(t, url, universities(), "upgrade")
	if got := must(t, url, universities(), "current"); !strings.HasPrefix(got, "9a7c00d1e2f3 (head)") {
		t.Errorf("current = %q", got)
	}
	pgtest.Exec(t, conn, "DROP TABLE alembic_version_gateway")
	must(t, url, universities(), "stamp head")
	if got := value(t, conn, shape); got != alembic {
		t.Errorf("our table is %q, Alembic's %q", got, alembic)
	}
}

func TestFailureLeavesTheDatabaseAsItWas(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	conn := pgtest.Connect(t, url)
	e := environment(
		revision("aaaa", "", "create t", steps(sql("CREATE TABLE t (a int)"), sql("INSERT INTO t VALUES (1)"))),
		revision("bbbb", "aaaa", "break", steps(
			sql("ALTER TABLE t ADD COLUMN b text; UPDATE t SET b = 'x'"),
			sql("SELECT 1"),
			sql("INSERT INTO t (a,\n  ü, nothere) VALUES (1, 2, 3)"),
			sql("DROP TABLE t"))),
		revision("cccc", "bbbb", "never reached", steps(sql("DROP TABLE t"))),
	)
	must(t, url, e, "upgrade aaaa")
	before := catalog(t, conn)
	status, _, got := deed(t, url, e, "upgrade -q")
	want := `deed: error: upgrade of bbbb (break), step 3 of 4, line 2 of its SQL: column "ü" of relation "t" does not exist (SQLSTATE 42703)

in bbbb.go:
    INSERT INTO t (a,
      ü, nothere) VALUES (1, 2, 3)
      ^

Nothing of it was kept: the database is as it was, at aaaa.

`
	if status != 2 || got != want {
		t.Errorf("status %d\n got %s\nwant %s", status, got, want)
	}
	if after := catalog(t, conn); after != before {
		t.Errorf("the catalog changed to %s", after)
	}
	if got := must(t, url, e, "current"); got != "aaaa  create t\n" {
		t.Errorf("current = %q", got)
	}
	if got := value(t, conn, "SELECT count(*) FROM deed_log"); got != "1" {
		t.Errorf("the log has %s rows", got)
	}
}

// Errors are given to the right step wherever they come from.
func TestErrorsNameTheStep(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	fail := migrations.Func(func(ctx context.Context, tx pgx.Tx) error { return errors.New("no such planet") })
	tests := []struct {
		reason string
		steps  []migrations.Step
		want   string
	}{
		{"a syntax error is found before anything runs", steps(sql("CREATE TABLE t ()"), sql("SELEKT 1")), `step 2 of 2: syntax error at or near "SELEKT" (SQLSTATE 42601)`},
		{"an error without a position", steps(sql("SELECT 1"), sql("SELECT 1/0"), sql("SELECT 2")), "step 2 of 3: division by zero (SQLSTATE 22012)"},
		{"the second statement of a step", steps(sql("SELECT 1"), sql("SELECT 1; SELECT 1/0"), sql("SELECT 2")), "step 2 of 3: division by zero (SQLSTATE 22012)"},
		{"a Go function", steps(sql("CREATE TABLE t ()"), fail), "step 2 of 2: no such planet"},
		{"a statement after a Go function", steps(sql("CREATE TABLE t ()"), migrations.Func(func(context.Context, pgx.Tx) error { return nil }), sql("SELECT x"), sql("SELECT 1")), `step 3 of 4: column "x" does not exist (SQLSTATE 42703)`},
		{"a deferred constraint", steps(sql("CREATE TABLE a (i int PRIMARY KEY); CREATE TABLE b (i int REFERENCES a DEFERRABLE INITIALLY DEFERRED); INSERT INTO b VALUES (1)")), `: insert or update on table "b" violates foreign key constraint "b_i_fkey" (SQLSTATE 23503)`},
		{"a commit in a Go function", steps(migrations.Func(func(ctx context.Context, tx pgx.Tx) error { return tx.Commit(ctx) })), "step 1 of 1: a step must not end its revision's transaction"},
		{"a commit by stealth", steps(migrations.Func(func(ctx context.Context, tx pgx.Tx) error { _, err := tx.Exec(ctx, "COMMIT"); return err }), sql("SELECT 1")), "step 1 of 2: a step must not end its revision's transaction"},
		{"a swallowed error", steps(migrations.Func(func(ctx context.Context, tx pgx.Tx) error { _, _ = tx.Exec(ctx, "SELECT 1/0"); return nil }), sql("SELECT 1")), "step 1 of 2: the function left the transaction failed or ended"},
		{"a statement that may not be in a transaction", steps(sql("VACUUM")), "step 1 of 1: VACUUM cannot run inside a transaction block (SQLSTATE 25001)"},
		{"two statements outside a transaction", steps(alone("SELECT 1; VACUUM")), "step 1 of 1: VACUUM cannot run inside a transaction block (SQLSTATE 25001)"},
		{"an open quote", steps(sql("SELECT 1"), sql("SELECT $$ x"), sql("SELECT $$ y")), "step 2 of 3: the statement runs into the next one: is a quote or a comment unclosed?"},
	}
	for _, test := range tests {
		e := environment(revision("aaaa", "", "", test.steps))
		_, err := migrations.Upgrade(ctx, e, target(t, url), "head", migrations.Options{})
		got := fmt.Sprint(err)
		if !strings.Contains(got, test.want) {
			t.Errorf("%s:\n got %s\nwant %s", test.reason, got, test.want)
		}
		conn := pgtest.Connect(t, url)
		if got := catalog(t, conn); got != "" {
			t.Errorf("%s: left %q behind", test.reason, got)
		}
		if got := value(t, conn, "SELECT count(*) FROM alembic_version_gateway"); got != "0" {
			t.Errorf("%s: the version table has %s rows", test.reason, got)
		}
	}
}

func TestGoSteps(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	fill := migrations.Func(func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.CopyFrom(ctx, pgx.Identifier{"t"}, []string{"a"}, pgx.CopyFromRows([][]any{{int32(1)}, {int32(2)}}))
		return err
	})
	e := environment(revision("aaaa", "", "", steps(sql("CREATE TABLE t (a int)"), fill, sql("ALTER TABLE t ADD b int; UPDATE t SET b = a * 2"), fill)))
	must(t, url, e, "upgrade")
	if got := value(t, pgtest.Connect(t, url), "SELECT string_agg(a || ':' || coalesce(b::text, '-'), ',' ORDER BY a, b) FROM t"); got != "1:2,1:-,2:4,2:-" {
		t.Errorf("rows = %s", got)
	}
}

func TestEditedRevision(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	first := revision("aaaa", "", "create t", steps(sql("CREATE TABLE t (a int)")))
	must(t, url, environment(first), "upgrade")
	first.Upgrade = steps(sql("CREATE TABLE t (a bigint)"))
	edited := environment(first, revision("bbbb", "aaaa", "add b", steps(sql("ALTER TABLE t ADD b int"))))
	status, _, got := deed(t, url, edited, "upgrade")
	if status != 2 || !strings.HasPrefix(got, "deed: error: revision aaaa (create t) in aaaa.go was edited after it was applied: the database has what it said before\ndeed: hint: bring the old text back") {
		t.Errorf("status %d, %s", status, got)
	}
	if status, out, _ := deed(t, url, edited, "check"); status != 1 || !strings.Contains(out, "edited    aaaa  edited after it was applied") {
		t.Errorf("check: %d, %s", status, out)
	}
	if status, _, got := deed(t, url, edited, "downgrade base"); status != 2 || !strings.Contains(got, "revision aaaa (create t) in aaaa.go was edited after it was applied") {
		t.Errorf("downgrade: %d, %s", status, got)
	}
	must(t, url, edited, "upgrade --accept-edited")
	must(t, url, edited, "check")
	must(t, url, edited, "upgrade")
	must(t, url, edited, "downgrade -1")
}

// What is not taken back may have been edited, and what was can be accepted.
func TestDowngradeOfEdited(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	first := revision("aaaa", "", "create t", steps(sql("CREATE TABLE t (a int)")))
	second := revision("bbbb", "aaaa", "add b", steps(sql("ALTER TABLE t ADD b int")), "ALTER TABLE t DROP b")
	must(t, url, environment(first, second), "upgrade")
	first.Upgrade = steps(sql("CREATE TABLE t (a bigint)"))
	must(t, url, environment(first, second), "downgrade -1")
	must(t, url, environment(first, second), "upgrade --accept-edited")
	second.Upgrade = steps(sql("ALTER TABLE t ADD b bigint"))
	must(t, url, environment(first, second), "downgrade --accept-edited -1")
}

func TestDatabaseAheadOfFiles(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	conn := pgtest.Connect(t, url)
	e := universities()
	must(t, url, e, "upgrade")
	pgtest.Exec(t, conn, "UPDATE alembic_version_gateway SET version_num = 'ffff00000000'")
	for _, line := range []string{"upgrade", "downgrade -1", "stamp head"} {
		status, _, got := deed(t, url, e, line)
		if status != 2 || !strings.Contains(got, "deed: error: the database is at revision ffff00000000, which is in no file\ndeed: hint: a newer build than this one has run") {
			t.Errorf("%s: status %d, %s", line, status, got)
		}
	}
	if got := must(t, url, e, "current"); got != "ffff00000000 (in no file)\n" {
		t.Errorf("current = %q", got)
	}
	if status, out, _ := deed(t, url, e, "check"); status != 1 || !strings.Contains(out, "unknown   ffff00000000") {
		t.Errorf("check: %d, %s", status, out)
	}
	must(t, url, e, "stamp --purge 3f1c")
	if got := must(t, url, e, "current"); !strings.HasPrefix(got, "3f1c9a20b7de") {
		t.Errorf("current = %q", got)
	}
}

func TestTwoServicesKeepApart(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	conn := pgtest.Connect(t, url)
	done := make(chan error)
	for i := range 6 {
		go func() {
			e := &migrations.Environment{Service: fmt.Sprintf("Service %d!", i)}
			e.Add(revision("aaaa", "", "", steps(sql(fmt.Sprintf("CREATE TABLE t%d ()", i)))))
			_, err := migrations.Upgrade(ctx, e, target(t, url), "head", migrations.Options{})
			done <- err
		}()
	}
	for range 6 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if got := value(t, conn, "SELECT count(*) || ' ' || count(DISTINCT service) FROM deed_log"); got != "6 6" {
		t.Errorf("log: %s", got)
	}
	if got := value(t, conn, "SELECT count(*) FROM pg_class WHERE relname ~ '^deed_version_service_[0-5]_$' AND relkind = 'r'"); got != "6" {
		t.Errorf("%s version tables", got)
	}
}

// Runners of one history take turns, and each revision runs once.
func TestManyRunnersAtOnce(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	var list []migrations.Revision
	parent := ""
	for i := range 5 {
		id := fmt.Sprintf("rev%d", i)
		list = append(list, revision(id, parent, "", steps(sql(fmt.Sprintf("CREATE TABLE t%d (); SELECT pg_sleep(0.02)", i)))))
		parent = id
	}
	done := make(chan error)
	for range 6 {
		go func() {
			_, err := migrations.Upgrade(ctx, environment(list...), target(t, url), "head", migrations.Options{})
			done <- err
		}()
	}
	for range 6 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if got := value(t, pgtest.Connect(t, url), "SELECT count(*) FROM deed_log"); got != "5" {
		t.Errorf("%s rows in the log", got)
	}
}

// A second runner says who it waits for, and gives up in time.
func TestWaitingRunner(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	begun := make(chan struct{})
	finish := make(chan struct{})
	hold := migrations.Func(func(context.Context, pgx.Tx) error { close(begun); <-finish; return nil })
	done := make(chan error)
	go func() {
		_, err := migrations.Upgrade(ctx, environment(revision("aaaa", "", "", steps(hold))), target(t, url), "head", migrations.Options{})
		done <- err
	}()
	<-begun
	e := environment(revision("aaaa", "", "", steps(sql("SELECT 1"))))
	status, _, got := deed(t, url, e, "upgrade --runner-timeout 100ms")
	if status != 2 || !strings.Contains(got, "deed: note: waiting up to 100ms for another runner of alembic_version_gateway: process ") ||
		!strings.Contains(got, "(deed api-gateway)") || !strings.Contains(got, "deed: error: locking: another runner has held the lock") {
		t.Errorf("status %d: %s", status, got)
	}
	close(finish)
	if err := <-done; err != nil {
		t.Error(err)
	}
	must(t, url, e, "upgrade --accept-edited")
}

// A statement that waits for somebody's table does not make everybody wait
// for it.
func TestLockTimeout(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	conn := pgtest.Connect(t, url)
	pgtest.Exec(t, conn, "CREATE TABLE t ()")
	pgtest.Exec(t, conn, "BEGIN; LOCK TABLE t IN ACCESS SHARE MODE")
	e := environment(revision("aaaa", "", "", steps(sql("ALTER TABLE t ADD a int"))))
	e.Owns = []string{"t"}
	status, _, got := deed(t, url, e, "upgrade --lock-timeout 50ms")
	if status != 2 || !strings.Contains(got, "canceling statement due to lock timeout (SQLSTATE 55P03)") || !strings.Contains(got, "deed: hint: somebody else holds a lock on the table") {
		t.Errorf("status %d: %s", status, got)
	}
	pgtest.Exec(t, conn, "ROLLBACK")
	must(t, url, e, "upgrade")
}

func TestSettingsDoNotLeak(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t) + "&options=-csearch_path%3Dapp%20-cwork_mem%3D123kB"
	conn := pgtest.Connect(t, url)
	pgtest.Exec(t, conn, "CREATE SCHEMA app")
	e := environment(
		revision("aaaa", "", "", steps(sql("CREATE TABLE t (a text); SET search_path = ''; SET lock_timeout = '7s'; SET datestyle = 'German'"))),
		revision("bbbb", "aaaa", "", steps(sql("INSERT INTO t VALUES (current_setting('search_path') || current_setting('work_mem') || current_setting('lock_timeout') || current_setting('datestyle'))"))),
	)
	must(t, url, e, "upgrade")
	if got := value(t, conn, "SELECT a FROM app.t"); got != "app123kB5sISO, MDY" {
		t.Errorf("settings of the second revision: %s", got)
	}
}

// runScript runs SQL as psql would, a statement at a time.
func runScript(t *testing.T, conn *pgx.Conn, script string) {
	t.Helper()
	for statement := range strings.SplitSeq(script, ";\n") {
		if strings.TrimSpace(statement) != "" {
			pgtest.Exec(t, conn, statement)
		}
	}
}

func TestOfflineSQL(t *testing.T) {
	t.Parallel()
	e := universities()
	up := must(t, "postgres://nowhere:1/", e, "upgrade --sql base:head")
	if !strings.Contains(up, `
ALTER TABLE public.universities ADD COLUMN is_verified boolean DEFAULT false NOT NULL;
UPDATE public.alembic_version_gateway SET version_num = '3f1c9a20b7de' WHERE version_num = '61e524cfcce2';
COMMIT;
`) {
		t.Errorf("up:\n%s", up)
	}
	direct, offline := pgtest.Database(t), pgtest.Database(t)
	must(t, direct, e, "upgrade")
	conn := pgtest.Connect(t, offline)
	runScript(t, conn, up)
	if got, want := catalog(t, conn), catalog(t, pgtest.Connect(t, direct)); got != want {
		t.Errorf("the script made\n%s\nthe runner\n%s", got, want)
	}
	if got := must(t, offline, e, "current"); !strings.HasPrefix(got, "9a7c00d1e2f3 (head)") {
		t.Errorf("current = %q", got)
	}
	// Without a range the database says where to start.
	runScript(t, conn, must(t, offline, e, "downgrade --sql -2"))
	if got := must(t, offline, e, "current"); !strings.HasPrefix(got, "61e524cfcce2") {
		t.Errorf("current = %q", got)
	}
	if got := must(t, offline, e, "upgrade --sql +1"); !strings.Contains(got, "is_verified") || strings.Contains(got, "universities_name_idx") || strings.Contains(got, "CREATE TABLE") {
		t.Errorf("+1:\n%s", got)
	}
}

func TestHistoryAndShow(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	e := universities()
	must(t, url, e, "upgrade +2")
	want := `3f1c9a20b7de -> 9a7c00d1e2f3 (head)     index names
61e524cfcce2 -> 3f1c9a20b7de (current)  add is_verified to universities
<base>       -> 61e524cfcce2            create universities
`
	if got := must(t, url, e, "history -i"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := must(t, url, e, "history -r -1:current"); got != `61e524cfcce2 -> 3f1c9a20b7de  add is_verified to universities
<base>       -> 61e524cfcce2  create universities
` {
		t.Errorf("range:\n%s", got)
	}
	want = `Revision:    3f1c9a20b7de
Message:     add is_verified to universities
Parent:      61e524cfcce2
File:        3f1c9a20b7de.go
Upgrade:
    ALTER TABLE public.universities ADD COLUMN is_verified boolean DEFAULT false NOT NULL;
Downgrade:
    ALTER TABLE public.universities DROP COLUMN is_verified;
`
	for _, line := range []string{"show current", "show 3f1c", "show head-1"} {
		if got := must(t, url, e, line); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", line, got, want)
		}
	}
	if got := must(t, url, e, "heads"); got != "9a7c00d1e2f3 (head)  index names\n" {
		t.Errorf("heads = %q", got)
	}
}

// Every command that has --json prints one JSON value.
func TestJSON(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	e := universities()
	must(t, url, e, "upgrade +2")
	for _, line := range []string{"current", "heads", "history", "history -i", "show head"} {
		var list []map[string]any
		if err := json.Unmarshal([]byte(must(t, url, e, line+" --json")), &list); err != nil || len(list) == 0 {
			t.Errorf("%s: %v", line, err)
		}
	}
	status, out, _ := deed(t, url, e, "check --json")
	var state migrations.State
	if err := json.Unmarshal([]byte(out), &state); err != nil || status != 1 || state.OK || len(state.Pending) != 1 || !slices.Equal(state.Current, []string{"3f1c9a20b7de"}) {
		t.Errorf("check: %d %v %s", status, err, out)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	irreversible := revision("aaaa", "", "drop data", steps(sql("SELECT 1")))
	irreversible.Irreversible = "the rows are gone"
	forgotten := revision("bbbb", "aaaa", "forget", steps(sql("SELECT 1")))
	forgotten.Downgrade = nil
	e := environment(irreversible, forgotten)
	must(t, url, e, "upgrade")
	tests := []struct{ line, want string }{
		{"downgrade -1", "revision bbbb (forget) has no Downgrade | write its steps"},
		{"downgrade", "downgrade needs REV"},
		{"upgrade zzzz", `no revision is called "zzzz"`},
		{"upgrade --slq", "there is no flag --slq | did you mean --sql?"},
		{"downgrade +1", `walking "+1": there is nothing after bbbb`},
	}
	for _, test := range tests {
		status, _, got := deed(t, url, e, test.line)
		got = strings.ReplaceAll(got, "\ndeed: hint: ", " | ")
		if status != 2 || !strings.HasPrefix(got, "deed: error: "+test.want) {
			t.Errorf("%s: status %d, %s", test.line, status, got)
		}
	}
	must(t, url, e, "stamp aaaa")
	if status, _, got := deed(t, url, e, "downgrade base"); status != 2 || !strings.Contains(got, "revision aaaa (drop data) cannot be taken back: the rows are gone") {
		t.Errorf("status %d, %s", status, got)
	}
}

// Two branches have a row each, and a merge makes one of them, in the database
// as in the graph.
func TestBranches(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	conn := pgtest.Connect(t, url)
	merge := revision("mmmm", "llll", "", nil)
	merge.Parents = []string{"llll", "rrrr"}
	e := environment(
		revision("aaaa", "", "", steps(sql("CREATE TABLE a ()")), "DROP TABLE a"),
		revision("llll", "aaaa", "", steps(sql("CREATE TABLE l ()")), "DROP TABLE l"),
		revision("rrrr", "aaaa", "", steps(sql("CREATE TABLE r ()")), "DROP TABLE r"),
		merge,
	)
	version := func() string {
		return value(t, conn, "SELECT coalesce(string_agg(version_num, ',' ORDER BY version_num), '') FROM alembic_version_gateway")
	}
	for _, step := range []struct{ line, want string }{
		{"upgrade llll", "llll"},
		{"upgrade rrrr", "llll,rrrr"},
		{"upgrade", "mmmm"},
		{"downgrade -1", "llll,rrrr"},
		{"downgrade rrrr@-1", "llll"},
		{"downgrade base", ""},
		{"upgrade heads", "mmmm"},
	} {
		must(t, url, e, step.line)
		if got := version(); got != step.want {
			t.Errorf("after %s: %q, want %q", step.line, got, step.want)
		}
	}
}

func TestNoDatabaseNamed(t *testing.T) {
	t.Setenv("DATABASE_URL", "")
	var out, errs bytes.Buffer
	migrations.Run(ctx, universities(), []string{"current"}, nil, &out, &errs)
	if !strings.HasPrefix(errs.String(), "deed: error: the database URL is empty\ndeed: hint: ") {
		t.Error(errs.String())
	}
}

func TestWrongPasswordAndNoServer(t *testing.T) {
	t.Parallel()
	start := time.Now()
	status, _, got := deed(t, "postgres://u:secret@127.0.0.1:1/d", universities(), "current --wait 300ms")
	if status != 2 || time.Since(start) < 300*time.Millisecond || !strings.HasPrefix(got, "deed: error: connecting to u@127.0.0.1:1/d: dial tcp 127.0.0.1:1: connect: connection refused (tried for 300ms)\ndeed: hint: is the server running") {
		t.Errorf("status %d, %s", status, got)
	}
	if strings.Contains(got, "secret") {
		t.Error("the password is printed")
	}
}

// A version row that is not as it was when the run began stops the revision,
// lock or no lock.
func TestVersionRowMovedByOthers(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	e := environment(
		revision("aaaa", "", "", nil),
		revision("bbbb", "aaaa", "", steps(sql("CREATE TABLE t (); UPDATE alembic_version_gateway SET version_num = 'zzzz'"))),
	)
	status, _, got := deed(t, url, e, "upgrade")
	if status != 2 || !strings.Contains(got, "upgrade of bbbb: the version table alembic_version_gateway has 0 rows to change instead of 1: somebody else has changed the table meanwhile") {
		t.Errorf("status %d, %s", status, got)
	}
	if got := must(t, url, e, "current"); got != "aaaa\n" {
		t.Errorf("current = %q", got)
	}
}
