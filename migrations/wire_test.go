package migrations_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/migrations"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A wire watches what the connections of a run send, and may cut one of them.
type wire struct {
	sent  atomic.Int32
	cutAt int32 // the message, counted from 1, at which the connection is cut; 0: never
	late  bool  // the message still reaches the server
}

type watched struct {
	net.Conn
	wire *wire
}

func (w *wire) dial(ctx context.Context, network, address string) (net.Conn, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &watched{conn, w}, nil
}

var errCut = errors.New("cut by the test")

func (c *watched) Write(b []byte) (int, error) {
	if c.wire.sent.Add(1) != c.wire.cutAt {
		return c.Conn.Write(b)
	}
	if c.wire.late {
		_, _ = c.Conn.Write(b)
		time.Sleep(20 * time.Millisecond)
	}
	c.Conn.Close()
	return 0, errCut
}

var _ pgconn.DialFunc = (*wire)(nil).dial

func tableSteps(i int) []migrations.Step {
	return steps(sql(fmt.Sprintf("CREATE TABLE t%d (a int)", i)), sql(fmt.Sprintf("ALTER TABLE t%d ADD b int", i)), sql(fmt.Sprintf("COMMENT ON TABLE t%d IS 'x'", i)))
}

// history has so many revisions.
func history(n int, stepsOf func(int) []migrations.Step) *migrations.Environment {
	var list []migrations.Revision
	parent := ""
	for i := range n {
		id := fmt.Sprintf("rev%d", i)
		list = append(list, revision(id, parent, "", stepsOf(i)))
		parent = id
	}
	return environment(list...)
}

// A revision costs three round trips, however many steps it has and whatever
// they do: its steps, the fence's look from outside, and the commit. A Go
// function divides the steps in two, and has its own; what runs outside of the
// transaction is noted before.
func TestRoundTrips(t *testing.T) {
	t.Parallel()
	each := func(texts ...string) func(int) []migrations.Step { // %[1]d is the revision's number, %[2]d that of the one before
		return func(i int) (list []migrations.Step) {
			for _, text := range texts {
				if i > 0 || !strings.Contains(text, "[2]") {
					list = append(list, sql(fmt.Sprintf(text+" /* %[1]d %[2]d */", i, i-1)))
				}
			}
			return list
		}
	}
	for name, c := range map[string]struct {
		steps func(int) []migrations.Step
		most  float64
	}{
		"tables":      {tableSteps, 3},
		"rows":        {each("CREATE TABLE t%[1]d (a serial); INSERT INTO t%[1]d SELECT 1", "DO $$ BEGIN INSERT INTO t%[1]d DEFAULT VALUES; END $$"), 3},
		"foreign key": {each("CREATE TABLE t%[1]d (a int PRIMARY KEY)", "ALTER TABLE t%[1]d ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES t%[2]d; ALTER TABLE t%[1]d DROP CONSTRAINT k"), 3},
		"drop":        {each("CREATE TABLE t%[1]d (a int); CREATE VIEW v%[1]d AS SELECT a FROM t%[1]d", "DROP TABLE t%[2]d CASCADE"), 3},
		"enumeration": {each("CREATE TYPE e%[1]d AS ENUM ('a', 'b')", "ALTER TYPE e%[2]d RENAME VALUE 'a' TO 'x'", "ALTER TYPE e%[2]d RENAME TO f%[2]d"), 3},
		"domain":      {each("CREATE DOMAIN d%[1]d AS int CONSTRAINT c CHECK (VALUE > 0)", "ALTER DOMAIN d%[2]d DROP CONSTRAINT c", "ALTER DOMAIN d%[2]d SET NOT NULL"), 3},
		"composite":   {each("CREATE TYPE c%[1]d AS (a int)", "ALTER TYPE c%[2]d ADD ATTRIBUTE b int"), 3},
		"schema":      {each("CREATE SCHEMA s%[1]d CREATE TABLE t (a int)", "ALTER SCHEMA s%[2]d RENAME TO moved%[2]d"), 3},
		"role":        {each("CREATE ROLE deed_trip; ALTER ROLE deed_trip CREATEDB; CREATE ROLE deed_trips; GRANT deed_trip TO deed_trips; DROP ROLE deed_trip, deed_trips"), 3},
		"pages":       {each("SELECT lo_put(lo_create(0), 0, 'x')"), 3},
		"sequence":    {each("CREATE TABLE t%[1]d (a serial); CREATE SEQUENCE q%[1]d", "SELECT setval('t%[2]d_a_seq', 7), nextval('q%[2]d')"), 3},
		"function":    {each("CREATE FUNCTION f%[1]d() RETURNS int LANGUAGE sql AS 'SELECT 1'", "SELECT f%[2]d(); DROP FUNCTION f%[2]d"), 3},
		"trigger": {each("CREATE TABLE t%[1]d (a int); CREATE FUNCTION f%[1]d() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; "+
			"CREATE TRIGGER g BEFORE INSERT ON t%[1]d FOR EACH ROW EXECUTE FUNCTION f%[1]d()", "INSERT INTO t%[2]d VALUES (1)", "ALTER TABLE t%[2]d DISABLE TRIGGER ALL"), 3},
		"rights": {each("CREATE TABLE t%[1]d (a int); GRANT SELECT ON t%[1]d TO PUBLIC; ALTER TABLE t%[1]d ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t%[1]d USING (true)",
			"CREATE SCHEMA s%[1]d; ALTER DEFAULT PRIVILEGES IN SCHEMA s%[1]d GRANT SELECT ON TABLES TO PUBLIC", "DROP POLICY p ON t%[2]d"), 3},
		"publication":  {each("CREATE TABLE t%[1]d (a int); ALTER TABLE t%[1]d ADD b int; CREATE STATISTICS z%[1]d ON a, b FROM t%[1]d; CREATE PUBLICATION p%[1]d FOR TABLE t%[1]d", "DROP PUBLICATION p%[2]d"), 3},
		"put together": {each("CREATE TABLE t%[1]d (a int PRIMARY KEY)", "DO $$ BEGIN EXECUTE format('CREATE TABLE %%I (a int REFERENCES t%[2]d)', 'made%[1]d'); END $$"), 3},
		"operations": {func(i int) []migrations.Step {
			name := op.Name(fmt.Sprint("e", i))
			return steps(op.CreateEnum{Enum: schema.Enum{Name: name, Values: []string{"a"}}}, op.RenameEnumValue{Enum: name, From: "a", To: "b"},
				op.CreateSchema{Schema: schema.Namespace{Name: fmt.Sprint("s", i)}})
		}, 3},
		"Go": {func(i int) []migrations.Step {
			return steps(migrations.Func(func(ctx context.Context, tx pgx.Tx) error { _, err := tx.Exec(ctx, "SELECT 1"); return err }))
		}, 5},
		"Go with roles": {func(i int) []migrations.Step {
			return steps(migrations.Func(func(ctx context.Context, tx pgx.Tx) error {
				_, err := tx.Exec(ctx, "CREATE ROLE deed_trip_go; ALTER ROLE deed_trip_go CREATEDB; DROP ROLE deed_trip_go")
				return err
			}))
		}, 5},
		"alone": {func(i int) []migrations.Step {
			return steps(op.SQL{Up: fmt.Sprintf("CREATE TABLE t%d (a int)", i), NoTransaction: true})
		}, 6},
	} {
		two, six := messages(t, history(2, c.steps)), messages(t, history(6, c.steps))
		if each := float64(six-two) / 4; each > c.most {
			t.Errorf("%s: a revision takes %.1f round trips", name, each)
		}
		// Two connections' hellos and goodbyes, the probe before and after the
		// lock, the lock, the tables, the register, what the fence prepares.
		if two > 14+2*int32(c.most) {
			t.Errorf("%s: a run of two revisions sends %d messages", name, two)
		}
	}
	// Whether functions lie under what others are defined with is asked on the way.
	const function = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
	if without, with := messages(t, history(2, tableSteps)), messages(t, history(2, tableSteps), function); with > without {
		t.Errorf("where users have made functions a run sends %d messages, else %d", with, without)
	}
}

// messages counts what a run sends in a database that is set up so.
func messages(t *testing.T, e *migrations.Environment, setup ...string) int32 {
	t.Helper()
	url := pgtest.Database(t)
	for _, sql := range setup {
		pgtest.Exec(t, pgtest.Connect(t, url), sql)
	}
	parsed := target(t, url)
	var w wire
	parsed.Config.DialFunc = w.dial
	if _, err := migrations.Upgrade(ctx, e, parsed, "head", migrations.Options{}); err != nil {
		t.Fatal(err)
	}
	return w.sent.Load()
}

var standing = regexp.MustCompile(`(?:as it was, at|the database is at) (\w+)`)

// Wherever the connection breaks, what is reported is what is so, and the next
// run arrives.
func TestCutAnywhere(t *testing.T) {
	t.Parallel()
	for _, late := range []bool{false, true} {
		for cutAt := int32(1); ; cutAt++ {
			if !cut(t, cutAt, late) {
				break
			}
		}
	}
}

// cut upgrades over a wire that is cut at a message, and reports whether there
// was such a message.
func cut(t *testing.T, cutAt int32, late bool) bool {
	t.Helper()
	url := pgtest.Database(t)
	conn := pgtest.Connect(t, url)
	parsed := target(t, url)
	w := wire{cutAt: cutAt, late: late}
	parsed.Config.DialFunc = w.dial
	e := history(3, tableSteps)
	_, err := migrations.Upgrade(ctx, e, parsed, "head", migrations.Options{})
	at := "base"
	if value(t, conn, "SELECT to_regclass('alembic_version_gateway') IS NOT NULL") == "true" {
		at = value(t, conn, "SELECT coalesce(min(version_num), 'base') FROM alembic_version_gateway")
	}
	var failed *migrations.StepError
	switch {
	case err == nil && at != "rev2":
		t.Errorf("cut at %d: no error, but the database is at %s", cutAt, at)
	case errors.As(err, &failed):
		m := standing.FindStringSubmatch(failed.Standing)
		if m == nil || m[1] != at || strings.Contains(failed.Standing, "as it was") == (failed.Revision == at) {
			t.Errorf("cut at %d: the database is at %s, reported was %q", cutAt, at, failed.Standing)
		}
	case err != nil && at != "base":
		t.Errorf("cut at %d: the database is at %s, reported was %v", cutAt, at, err)
	}
	if _, err := migrations.Upgrade(ctx, e, target(t, url), "head", migrations.Options{}); err != nil {
		t.Errorf("cut at %d: the next run: %v", cutAt, err)
	}
	if got := strings.Count(catalog(t, conn), "\n") + 1; got != 6 {
		t.Errorf("cut at %d: %d columns", cutAt, got)
	}
	return w.sent.Load() >= cutAt
}
