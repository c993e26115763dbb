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
// function divides the steps in two, and has its own.
func TestRoundTrips(t *testing.T) {
	t.Parallel()
	count := func(e *migrations.Environment) int32 {
		parsed := target(t, pgtest.Database(t))
		var w wire
		parsed.Config.DialFunc = w.dial
		if _, err := migrations.Upgrade(ctx, e, parsed, "head", migrations.Options{}); err != nil {
			t.Fatal(err)
		}
		return w.sent.Load()
	}
	insert := func(i int) []migrations.Step {
		return steps(sql(fmt.Sprintf("CREATE TABLE t%d (a serial); INSERT INTO t%[1]d SELECT 1", i)), sql(fmt.Sprintf("DO $$ BEGIN INSERT INTO t%d DEFAULT VALUES; END $$", i)))
	}
	function := func(int) []migrations.Step {
		return steps(migrations.Func(func(ctx context.Context, tx pgx.Tx) error { _, err := tx.Exec(ctx, "SELECT 1"); return err }))
	}
	for name, c := range map[string]struct {
		steps func(int) []migrations.Step
		most  float64
	}{"tables": {tableSteps, 3}, "rows": {insert, 3}, "Go": {function, 5}} {
		one, six := count(history(1, c.steps)), count(history(6, c.steps))
		if each := float64(six-one) / 5; each > c.most {
			t.Errorf("%s: a revision takes %.1f round trips", name, each)
		}
		// Two connections' hellos and goodbyes, the probe before and after the
		// lock, the lock, the tables, the register, what the fence prepares.
		if one > 16+int32(c.most) {
			t.Errorf("%s: a run of one revision sends %d messages", name, one)
		}
	}
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
