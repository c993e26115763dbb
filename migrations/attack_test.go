package migrations_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/internal/observe"
	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/migrations"
	"github.com/deedsql/deed/op"
)

// shared is a database that two services share with somebody who works by
// hand, as testdata/attacks/setup.sql makes it. All are of one role.
type shared struct {
	url   string
	role  string // that it belongs to; empty: a superuser
	major int    // of the server
	admin *pgx.Conn
	mu    *sync.Mutex // of admin
	shop  []migrations.Revision
}

func sharedDatabase(t *testing.T) shared {
	t.Helper()
	return sharedDatabaseOf(t, "")
}

func sharedDatabaseOf(t *testing.T, role string) shared {
	t.Helper()
	admin := pgtest.Connect(t, pgtest.Database(t))
	source, err := os.ReadFile("../testdata/attacks/setup.sql")
	if err != nil {
		t.Fatal(err)
	}
	s := shared{url: pgtest.Database(t), role: role, major: pgtest.Major(t, admin), admin: admin, mu: new(sync.Mutex)}
	s.giveAway(t)
	url := s.runner(s.url)
	var auth []migrations.Revision
	for section := range strings.SplitSeq("\n"+string(source), "\n-- ") {
		title, body, _ := strings.Cut(section, "\n")
		switch {
		case strings.HasPrefix(title, "by hand"):
			conn := pgtest.Connect(t, url)
			pgtest.Exec(t, conn, body)
			_ = conn.Close(ctx)
		case strings.HasPrefix(title, "service auth"):
			r := migrations.Revision{ID: fmt.Sprintf("auth%d", len(auth)+1), Upgrade: steps(sql(body)), Touches: []migrations.Touch{
				{Object: "things", Reason: "more_things inherits it"},
				{Object: "scratch", Reason: "its inserts are logged"},
				{Object: "schema shop", Reason: "of_auth lies there"},
				{Object: "stock", Reason: "one partition is ours"},
				{Object: "watched", Reason: "so it is called"},
			}}
			if len(auth) > 0 {
				r.Parents = []string{auth[len(auth)-1].ID}
			}
			auth = append(auth, r)
			upgrade(t, url, service("auth", auth...))
		case strings.HasPrefix(title, "service shop"):
			s.shop = []migrations.Revision{{ID: "shop1", Upgrade: steps(sql(body))}}
			upgrade(t, url, service("shop", s.shop...))
		}
	}
	return s
}

var rolesMade sync.Mutex

// giveAway gives the database to the role, which may make roles, as the one may
// that a hosted database comes with.
func (s shared) giveAway(t *testing.T) {
	t.Helper()
	if s.role == "" {
		return
	}
	rolesMade.Lock()
	defer rolesMade.Unlock()
	for _, role := range []string{s.role, "deed_auth"} {
		pgtest.Exec(t, s.admin, "DO $$ BEGIN CREATE ROLE "+role+"; EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$")
	}
	pgtest.Exec(t, s.admin, "ALTER ROLE "+s.role+" LOGIN CREATEROLE CREATEDB; GRANT deed_auth TO "+s.role+" WITH ADMIN OPTION")
	conn := pgtest.Connect(t, s.url)
	pgtest.Exec(t, conn, "ALTER DATABASE "+conn.Config().Database+" OWNER TO "+s.role+"; ALTER SCHEMA public OWNER TO "+s.role)
	_ = conn.Close(ctx)
}

// runner returns the address of a database for the role.
func (s shared) runner(url string) string {
	if s.role == "" {
		return url
	}
	return strings.Replace(url, "postgres://"+s.admin.Config().User, "postgres://"+s.role, 1)
}

func service(name string, revisions ...migrations.Revision) *migrations.Environment {
	e := &migrations.Environment{Service: name}
	for _, r := range revisions {
		e.Add(r)
	}
	return e
}

func upgrade(t *testing.T, url string, e *migrations.Environment) {
	t.Helper()
	if _, err := migrations.Upgrade(ctx, e, target(t, url), "head", migrations.Options{}); err != nil {
		t.Fatalf("%s: %v", e.Service, err)
	}
}

// clone makes a database like the shared one.
func (s shared) clone(t *testing.T, name string) string {
	t.Helper()
	config, err := pgx.ParseConfig(s.url)
	if err != nil {
		t.Fatal(err)
	}
	copied := "copy_" + s.role + name
	copied = copied[:min(len(copied), 60)]
	exec := func(sql string) {
		s.mu.Lock()
		defer s.mu.Unlock()
		pgtest.Exec(t, s.admin, sql)
	}
	strategy := ""
	if s.major >= 15 {
		strategy = "STRATEGY file_copy" // a third of the time
	}
	exec(fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s OWNER %s %s", copied, config.Database, cmp.Or(s.role, s.admin.Config().User), strategy))
	t.Cleanup(func() { exec("DROP DATABASE " + copied + " WITH (FORCE)") })
	return strings.Replace(s.url, config.Database, copied, 1)
}

// A trial runs as shop's next revision.
type trial struct{ pgtest.Trial }

// steps returns its steps, ready to run.
func (tr trial) steps() []migrations.Step {
	var list []migrations.Step
	for _, s := range tr.Steps {
		switch s.In {
		case "func":
			list = append(list, migrations.Func(func(ctx context.Context, tx pgx.Tx) error {
				_, err := tx.Exec(ctx, s.SQL, pgx.QueryExecModeSimpleProtocol)
				return err
			}))
		case "connection":
			list = append(list, migrations.Func(func(ctx context.Context, tx pgx.Tx) error {
				_, err := tx.Conn().Exec(ctx, s.SQL, pgx.QueryExecModeSimpleProtocol)
				return err
			}))
		case "alone":
			list = append(list, op.SQL{Up: s.SQL, NoTransaction: true})
		default:
			list = append(list, op.SQL{Up: s.SQL})
		}
	}
	return list
}

// isNotFor reports whether the server is too old for it, or the role another.
func (tr trial) isNotFor(s shared) bool {
	if role := tr.Head["role"]; role != "" && (role == "superuser") != (s.role == "") {
		return true
	}
	since, _ := strconv.Atoi(tr.Head["since"])
	return since > s.major
}

// revisions returns shop's first ones and those of the trial.
func (tr trial) revisions(shop []migrations.Revision) []migrations.Revision {
	list, touches := slices.Clone(shop), tr.Head["touches"]
	add := func(id string, one trial, touches string) {
		r := migrations.Revision{ID: id, Parents: []string{list[len(list)-1].ID}, Upgrade: one.steps()}
		if touches != "" {
			r.Touches = []migrations.Touch{{Object: touches, Reason: "its owner agrees"}}
		}
		list = append(list, r)
	}
	for i, one := range tr.Earlier {
		add(fmt.Sprint("earlier", i), trial{one}, touches)
		touches = ""
	}
	add("trial", tr, touches)
	return list
}

// lay runs the revisions that come before.
func (tr trial) lay(t *testing.T, s shared, url string) {
	t.Helper()
	if list := tr.revisions(s.shop); len(tr.Earlier) > 0 {
		upgrade(t, s.runner(url), service("shop", list[:len(list)-1]...))
	}
}

// run runs the trial as shop's next revision.
func (tr trial) run(t *testing.T, s shared, url string) error {
	t.Helper()
	_, err := migrations.Upgrade(ctx, service("shop", tr.revisions(s.shop)...), target(t, s.runner(url)), "head", migrations.Options{})
	return err
}

// Whatever a revision tries, what is not its own stays as it was, and the
// error says what it was and whose. That holds for a superuser as for the role
// that owns everything.
func TestAttacks(t *testing.T) {
	t.Parallel()
	list := pgtest.Trials(t, "../testdata/attacks")
	for name, role := range map[string]string{"superuser": "", "owner": "deed_team"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			attack(t, sharedDatabaseOf(t, role), list)
		})
	}
}

func attack(t *testing.T, s shared, list []pgtest.Trial) {
	t.Helper()
	var conn *pgx.Conn
	var url string
	var before observe.Snapshot
	for _, one := range list {
		tr := trial{one}
		if tr.isNotFor(s) {
			continue
		}
		if conn == nil || len(tr.Earlier) > 0 { // what an attack has changed is not the next one's
			url = s.clone(t, tr.Name)
			tr.lay(t, s, url)
			conn = pgtest.Connect(t, url)
			before = everything(t, conn)
		}
		passed := t.Run(tr.Name, func(t *testing.T) {
			err := tr.run(t, s, url)
			if s.role == "" || !isDenied(err) {
				tr.check(t, err)
			}
			after := everything(t, conn)
			if tr.Head["passes"] != "" {
				after["rows of deed_version_shop"] = before["rows of deed_version_shop"]
			}
			if found := observe.Diff(before, after); len(found) > 0 {
				t.Errorf("it changed:\n%s", observe.Describe(found, 5))
			}
		})
		if !passed || tr.Head["passes"] != "" || len(tr.Earlier) > 0 {
			_ = conn.Close(ctx)
			conn = nil
		}
	}
}

// isDenied reports whether PostgreSQL itself has refused something, for want of
// a privilege.
func isDenied(err error) bool {
	var pgErr *pgconn.PgError
	return errors.As(err, &pgErr) && pgErr.Code == "42501"
}

func (tr trial) check(t *testing.T, err error) {
	t.Helper()
	if (err == nil) != (tr.Head["passes"] != "") {
		t.Errorf("it ended with %v", err)
	}
	if err == nil {
		return
	}
	wanted := []string{tr.Head["object"], tr.Head["owner"]}
	if tr.Head["owner"] == "" {
		wanted[1] = "service auth"
	}
	if tr.Head["refused"] != "" {
		wanted = []string{tr.Head["refused"]}
	}
	for _, want := range wanted {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q: %v", want, err)
		}
	}
}

// everything is what catalogs and rows hold, but for the bookkeeping of the
// service that tries.
func everything(t *testing.T, conn *pgx.Conn) observe.Snapshot {
	t.Helper()
	snapshot, err := observe.Take(ctx, conn, observe.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := conn.Query(ctx, `SELECT 'rows of ' || c.oid::regclass, query_to_xml(
	CASE c.relkind WHEN 'S' THEN format('SELECT last_value, is_called FROM %s', c.oid::regclass) ELSE format('SELECT * FROM %s x ORDER BY x::text', c.oid::regclass) END, true, true, '')::text
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'S') AND n.nspname IN ('public', 'auth', 'shop') AND c.relname <> 'deed_log' AND c.relname <> 'deed_log_id_seq'`)
	if err != nil {
		t.Fatal(err)
	}
	var name, content string
	if _, err := pgx.ForEachRow(rows, []any{&name, &content}, func() error {
		snapshot[name] = content
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return snapshot
}

// What a service may do, foreign keys to foreign tables included, passes.
func TestLegitimate(t *testing.T) {
	t.Parallel()
	list := pgtest.Trials(t, "../testdata/legitimate")
	for name, role := range map[string]string{"superuser": "", "owner": "deed_team"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pass(t, sharedDatabaseOf(t, role), list)
		})
	}
}

func pass(t *testing.T, s shared, list []pgtest.Trial) {
	t.Helper()
	for _, one := range list {
		tr := trial{one}
		t.Run(tr.Name, func(t *testing.T) {
			t.Parallel()
			if tr.isNotFor(s) {
				return
			}
			url := s.clone(t, "legitimate_"+tr.Name)
			tr.lay(t, s, url)
			if err := tr.run(t, s, url); err != nil {
				t.Error(err)
			}
		})
	}
}
