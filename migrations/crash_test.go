package migrations_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/migrations"
	"github.com/deedsql/deed/migrations/pgurl"
	"github.com/deedsql/deed/op"
)

// TestMain turns the test program into a migrate program when it is started
// again as a child: one that can be interrupted and killed.
func TestMain(m *testing.M) {
	name := os.Getenv("DEED_TEST_CHILD")
	if name == "" {
		os.Exit(m.Run())
	}
	e := histories[name]()
	if n, err := strconv.Atoi(os.Getenv("DEED_TEST_KILL_AT")); err == nil {
		killed(e, n)
	}
	migrations.Main(e)
}

// killed upgrades and kills the process just before the nth statement.
func killed(e *migrations.Environment, n int) {
	parsed, err := pgurl.Parse(os.Getenv("DATABASE_URL"))
	if err != nil {
		panic(err)
	}
	_, err = migrations.Upgrade(context.Background(), e, parsed, "head", migrations.Options{Progress: &killer{left: n}})
	fmt.Println("not killed:", err)
	os.Exit(0)
}

type killer struct {
	migrations.Progress
	left int
}

func (*killer) Begin([]migrations.Revision)                                    {}
func (*killer) Moving(migrations.Revision, migrations.Direction)               {}
func (*killer) Moved(migrations.Revision, migrations.Direction, time.Duration) {}
func (*killer) Note(string)                                                    {}
func (*killer) Warn(string)                                                    {}
func (k *killer) Running(string) {
	if k.left--; k.left == 0 {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	}
}

// histories are those that a child can run.
var histories = map[string]func() *migrations.Environment{
	"divided": divided,
	"slow":    slow,
}

// divided is a revision in many transactions, and one after it.
func divided() *migrations.Environment {
	index := op.Index{Name: "t_a", Key: []string{"a"}, Unique: true}
	r := revision("aaaa", "", "divided", steps(
		sql("CREATE TABLE t (a int); INSERT INTO t SELECT generate_series(1, 10)"),
		op.CreateEnum{Enum: op.Enum{Name: "mood", Values: []string{"sad"}}},
		op.AlterEnum{Name: "mood", From: []string{"sad"}, To: []string{"sad", "ok"}},
		sql("ALTER TABLE t ADD m mood DEFAULT 'ok'"),
		op.CreateIndex{Table: "t", Index: index, Concurrently: true},
		alone("CREATE INDEX CONCURRENTLY IF NOT EXISTS t_b ON ONLY t (a)"),
		sql("INSERT INTO t VALUES (11)"),
		op.DropIndex{Table: "t", Index: index, Concurrently: true},
	))
	r.Downgrade = steps(
		op.CreateIndex{Table: "t", Index: index, Concurrently: true},
		sql("DROP TABLE t; DROP TYPE mood"),
	)
	return environment(r, revision("bbbb", "aaaa", "after", steps(sql("ALTER TABLE t ADD c int"))))
}

func slow() *migrations.Environment {
	return environment(
		revision("aaaa", "", "quick", steps(sql("CREATE TABLE t (a int)"))),
		revision("bbbb", "aaaa", "slow", steps(sql("INSERT INTO t VALUES (1)"), sql("SELECT pg_sleep(60)"))),
	)
}

// child starts the test program again with a history.
func child(url, history string, env []string, args ...string) (*exec.Cmd, *bytes.Buffer) {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), "DEED_TEST_CHILD="+history, "DATABASE_URL="+url)
	cmd.Env = append(cmd.Env, env...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	return cmd, &out
}

// contents is all that the divided revision makes.
const contents = `
SELECT (SELECT count(*) FROM t) || ' rows ' ||
       (SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0) || ' ' ||
       (SELECT string_agg(relname || ' ' || indisvalid, ',' ORDER BY relname) FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE indrelid = 't'::regclass) || ' ' ||
       (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum)`

const wantContents = "11 rows a,m,c t_b true sad,ok"

// Wherever the runner is killed, the next one goes on and ends where a runner
// in peace ends.
func TestKilledAnywhere(t *testing.T) {
	t.Parallel()
	const statements = 9
	for at := 1; at <= statements+1; at++ {
		t.Run(fmt.Sprint(at), func(t *testing.T) {
			t.Parallel()
			url := pgtest.Database(t)
			cmd, out := child(url, "divided", []string{"DEED_TEST_KILL_AT=" + strconv.Itoa(at)})
			err := cmd.Run()
			if at <= statements && err == nil || at > statements && err != nil {
				t.Fatalf("statement %d: %v\n%s", at, err, out)
			}
			if at > 4 && at < statements {
				status, _, got := deed(t, url, divided(), "downgrade base")
				if status != 2 || !strings.Contains(got, "the upgrade of aaaa (divided) stands half-way") || !strings.Contains(got, "finish it first: deed upgrade aaaa") {
					t.Errorf("downgrade of a half-done upgrade: %d, %s", status, got)
				}
			}
			must(t, url, divided(), "upgrade")
			conn := pgtest.Connect(t, url)
			if got := value(t, conn, contents); got != wantContents {
				t.Errorf("killed at statement %d, then upgraded: %s, want %s", at, got, wantContents)
			}
			if got := value(t, conn, "SELECT count(*) || ' ' || count(finished_at) FROM deed_log"); got != "2 2" {
				t.Errorf("log: %s", got)
			}
			must(t, url, divided(), "downgrade base")
			if got := catalog(t, conn); got != "" {
				t.Errorf("downgraded: %s", got)
			}
		})
	}
}

// A runner that was killed right after CREATE INDEX CONCURRENTLY leaves the
// index, but not the word that it is there.
func TestInDoubtStatementIsNotRepeated(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	conn := pgtest.Connect(t, url)
	const beforeIndex = 5
	cmd, out := child(url, "divided", []string{"DEED_TEST_KILL_AT=" + strconv.Itoa(beforeIndex)})
	if cmd.Run() == nil {
		t.Fatal(out.String())
	}
	if got := value(t, conn, "SELECT reached || ' ' || running FROM deed_log"); got != "4 true" {
		t.Fatalf("log: %s", got)
	}
	pgtest.Exec(t, conn, "CREATE UNIQUE INDEX CONCURRENTLY t_a ON t (a)")
	must(t, url, divided(), "upgrade")
	if got := value(t, conn, contents); got != wantContents {
		t.Errorf("got %s", got)
	}
}

// An index that a failed CREATE INDEX CONCURRENTLY left invalid is rebuilt.
func TestInvalidIndexIsRebuilt(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	conn := pgtest.Connect(t, url)
	pgtest.Exec(t, conn, "CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)")
	e := environment(revision("aaaa", "", "", steps(
		sql("ALTER TABLE t ADD b int"),
		op.CreateIndex{Table: "t", Index: op.Index{Name: "t_a", Key: []string{"a"}, Unique: true}, Concurrently: true},
		sql("ALTER TABLE t ADD c int"))))
	e.Owns = []string{"t"}
	status, _, got := deed(t, url, e, "upgrade")
	for _, want := range []string{
		`step 2 of 3: could not create unique index "t_a" (SQLSTATE 23505)`, "Key (a)=(1) is duplicated.",
		"deed: note: index public.t_a was left invalid; the next run drops and rebuilds it",
		"Statements 1 to 1 of its 3 are committed", "The same command goes on with statement 2.",
	} {
		if status != 2 || !strings.Contains(got, want) {
			t.Errorf("status %d, no %q in\n%s", status, want, got)
		}
	}
	if status, out, _ := deed(t, url, e, "check"); status != 1 || !strings.Contains(out, "half-way  aaaa  begun and not finished") {
		t.Errorf("check: %d, %s", status, out)
	}
	pgtest.Exec(t, conn, "DELETE FROM t WHERE ctid = '(0,1)'")
	_, _, got = deed(t, url, e, "upgrade")
	if !strings.Contains(got, "going on with aaaa after 1 of its 3 statements") || !strings.Contains(got, "dropping index public.t_a, which an earlier attempt left invalid") {
		t.Errorf("got %s", got)
	}
	if got := catalog(t, conn); got != "t a <NULL>\nt b <NULL>\nt c <NULL>\nt_a a t" && !strings.HasSuffix(got, "t_a a t") {
		t.Errorf("catalog: %s", got)
	}
}

// An index of somebody else that bears the name is not taken for ours.
func TestForeignIndexIsNotTaken(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	conn := pgtest.Connect(t, url)
	pgtest.Exec(t, conn, "CREATE TABLE t (a int, b int); CREATE INDEX t_a ON t (b)")
	e := environment(revision("aaaa", "", "", steps(sql("SELECT 1"), alone("CREATE INDEX CONCURRENTLY t_a ON t (a)"))))
	e.Owns = []string{"t"}
	for range 2 {
		if status, _, got := deed(t, url, e, "upgrade"); status != 2 || !strings.Contains(got, `relation "t_a" already exists`) {
			t.Fatalf("status %d, %s", status, got)
		}
	}
	// The way out: put it right by hand and say so.
	pgtest.Exec(t, conn, "DROP INDEX t_a; CREATE INDEX t_a ON t (a)")
	must(t, url, e, "stamp head")
	must(t, url, e, "check")
}

// A half-done revision that was edited is not gone on with.
func TestHalfDoneRevisionThatWasEdited(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	pgtest.Exec(t, pgtest.Connect(t, url), "CREATE TABLE t (a int)")
	broken := environment(revision("aaaa", "", "", steps(sql("SELECT 1"), alone("CREATE INDEX CONCURRENTLY i ON t (nothere)"))))
	broken.Owns = []string{"t"}
	deed(t, url, broken, "upgrade")
	mended := environment(revision("aaaa", "", "", steps(sql("SELECT 1"), alone("CREATE INDEX CONCURRENTLY i ON t (a)"))))
	mended.Owns = broken.Owns
	status, _, got := deed(t, url, mended, "upgrade")
	if status != 2 || !strings.Contains(got, "stands half-way, after 1 of its 2 statements, and was edited since") || !strings.Contains(got, "deed stamp REV") {
		t.Errorf("status %d, %s", status, got)
	}
	must(t, url, mended, "stamp base")
	must(t, url, mended, "upgrade")
}

// waitFor polls until the query is true.
func waitFor(t *testing.T, conn *pgx.Conn, query string) {
	t.Helper()
	for range 500 {
		if value(t, conn, query) == "true" {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("never true: %s", query)
}

const sleeping = "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(60)%' AND wait_event = 'PgSleep' AND clock_timestamp() - query_start > '200 ms' AND pid <> pg_backend_pid()"

func TestInterrupt(t *testing.T) {
	t.Parallel()
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		url := pgtest.Database(t)
		conn := pgtest.Connect(t, url)
		cmd, out := child(url, "slow", nil, "upgrade")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		waitFor(t, conn, sleeping)
		begun := time.Now()
		_ = cmd.Process.Signal(signal)
		_ = cmd.Wait()
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("%v took %s", signal, took)
		}
		if status := cmd.ProcessState.ExitCode(); status != 2 {
			t.Errorf("%v: status %d", signal, status)
		}
		for _, want := range []string{"upgrade  aaaa  quick", "deed: error: upgrade of bbbb (slow), step 2 of 2: interrupted", "Nothing of it was kept: the database is as it was, at aaaa."} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%v: no %q in\n%s", signal, want, out)
			}
		}
		waitFor(t, conn, "NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend')")
		if got := value(t, conn, "SELECT count(*) || (SELECT version_num FROM alembic_version_gateway) FROM t"); got != "0aaaa" {
			t.Errorf("%v: %s", signal, got)
		}
	}
}

// When the server ends the connection, the version table tells what became of
// the revision.
func TestTerminatedBackend(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	conn := pgtest.Connect(t, url)
	done := make(chan string)
	go func() {
		_, _, got := deed(t, url, slow(), "upgrade")
		done <- got
	}()
	waitFor(t, conn, sleeping)
	pgtest.Exec(t, conn, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid() AND datname = current_database()")
	got := <-done
	for _, want := range []string{
		"upgrade of bbbb (slow), step 2 of 2: terminating connection due to administrator command (SQLSTATE 57P01)",
		"The connection was lost and the server rolled back: the database is as it was, at aaaa.", "deed: hint: the same command tries again",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// Without the privilege to keep a log, revisions in one transaction are
// applied all the same, and those that need the log are refused beforehand.
func TestNoPrivilegeForTheLog(t *testing.T) {
	t.Parallel()
	server := pgtest.Server(t, nil)
	url, err := server.CreateDatabase(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	conn := pgtest.Connect(t, url)
	pgtest.Exec(t, conn, `
CREATE ROLE svc LOGIN;
CREATE SCHEMA svc AUTHORIZATION svc;
CREATE TABLE alembic_version_gateway (version_num varchar(32) PRIMARY KEY);
GRANT ALL ON alembic_version_gateway TO svc;
REVOKE CREATE ON SCHEMA public FROM PUBLIC`)
	separator := "?"
	if strings.Contains(url, "?") {
		separator = "&"
	}
	asService := url + separator + "user=svc"
	e := environment(
		revision("aaaa", "", "plain", steps(sql("CREATE TABLE svc.t (a int)"))),
		revision("bbbb", "aaaa", "divided", steps(sql("SELECT 1"), alone("CREATE INDEX CONCURRENTLY i ON svc.t (a)"))),
	)
	if _, _, got := deed(t, asService, e, "upgrade aaaa"); !strings.Contains(got, "deed: warning: deed_log cannot be written by svc") || !strings.Contains(got, "the database is at aaaa") {
		t.Error(got)
	}
	if status, _, got := deed(t, asService, e, "upgrade"); status != 2 || !strings.Contains(got, "upgrade of bbbb (divided) takes 2 transactions, and deed_log, which keeps its progress, cannot be written") {
		t.Errorf("status %d, %s", status, got)
	}
	pgtest.Exec(t, conn, "GRANT CREATE ON SCHEMA public TO svc")
	must(t, asService, e, "upgrade")
}

// Behind a transaction pooler what cannot be done safely is not done.
func TestPooler(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	conn := pgtest.Connect(t, url)
	pgtest.Exec(t, conn, "CREATE TABLE t (a int)")
	pooled := url + "&pgbouncer=true&work_mem=123kB"
	e := environment(
		revision("aaaa", "", "plain", steps(sql("CREATE TABLE s AS SELECT current_setting('work_mem') AS m"))),
		revision("bbbb", "aaaa", "index", steps(alone("CREATE INDEX CONCURRENTLY i ON t (a)"))),
	)
	if _, _, got := deed(t, pooled, e, "upgrade aaaa"); !strings.Contains(got, "deed: warning: the connection goes through a transaction pooler") {
		t.Error(got)
	}
	if got := value(t, conn, "SELECT m FROM s"); got != "123kB" {
		t.Errorf("work_mem = %s", got)
	}
	if status, _, got := deed(t, pooled, e, "upgrade"); status != 2 || !strings.Contains(got, "upgrade of bbbb (index) has statements outside of transactions, and the connection goes through a transaction pooler") {
		t.Errorf("status %d, %s", status, got)
	}
}
