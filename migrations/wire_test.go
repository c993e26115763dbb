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

func threeTables(n int) *migrations.Environment {
	var list []migrations.Revision
	parent := ""
	for i := range n {
		id := fmt.Sprintf("rev%d", i)
		list = append(list, revision(id, parent, "", steps(
			sql(fmt.Sprintf("CREATE TABLE t%d (a int)", i)), sql(fmt.Sprintf("ALTER TABLE t%d ADD b int", i)), sql(fmt.Sprintf("COMMENT ON TABLE t%d IS 'x'", i)))))
		parent = id
	}
	return environment(list...)
}

// A revision costs three round trips, however many steps it has: its steps,
// the fence's look from outside, and the commit.
func TestRoundTrips(t *testing.T) {
	t.Parallel()
	count := func(revisions int) int32 {
		parsed := target(t, pgtest.Database(t))
		var w wire
		parsed.Config.DialFunc = w.dial
		if _, err := migrations.Upgrade(ctx, threeTables(revisions), parsed, "head", migrations.Options{}); err != nil {
			t.Fatal(err)
		}
		return w.sent.Load()
	}
	one, six := count(1), count(6)
	if each := float64(six-one) / 5; each > 3 {
		t.Errorf("a revision takes %.1f round trips", each)
	}
	// Two connections' hellos and goodbyes, the probe before and after the
	// lock, the lock, the tables, the register, the fence's first list.
	if one > 17 {
		t.Errorf("a run of one revision sends %d messages", one)
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
	e := threeTables(3)
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
