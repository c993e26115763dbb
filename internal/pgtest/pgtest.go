// Package pgtest gives every test a PostgreSQL database of its own.
//
// A test process starts one throw-away server (package scratch) when its first
// test asks for a database; the server goes away with the process. The
// environment variable DEED_TEST_PG names the major version ("15"); without it
// the newest on the machine is taken. There is no skipping: a machine without
// PostgreSQL fails the tests and says what to install.
package pgtest

import (
	"context"
	"errors"
	"os"
	"strconv"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/internal/scratch"
)

// shared starts the server of this test process.
var shared = sync.OnceValues(func() (*scratch.Server, error) {
	return start(context.Background(), nil)
})

func start(ctx context.Context, settings map[string]string) (*scratch.Server, error) {
	var major int
	if want := os.Getenv("DEED_TEST_PG"); want != "" {
		var err error
		if major, err = strconv.Atoi(want); err != nil {
			return nil, errors.New("DEED_TEST_PG must be a major version such as 15, not " + strconv.Quote(want))
		}
	}
	return scratch.Start(ctx, scratch.Options{Major: major, Settings: settings})
}

// Database returns the URL of a fresh empty database. It is dropped after the
// test.
func Database(t testing.TB) string {
	t.Helper()
	server, err := shared()
	check(t, err)
	url, err := server.CreateDatabase(context.Background(), "")
	check(t, err)
	config, err := pgx.ParseConfig(url)
	check(t, err)
	t.Cleanup(func() { check(t, server.DropDatabase(context.Background(), config.Database)) })
	return url
}

// Server returns a server of the test's own, for tests that stop it, change
// its settings or create roles. It is stopped after the test.
func Server(t testing.TB, settings map[string]string) *scratch.Server {
	t.Helper()
	server, err := start(context.Background(), settings)
	check(t, err)
	t.Cleanup(func() { check(t, server.Stop()) })
	return server
}

// Connect connects to a database until the end of the test.
func Connect(t testing.TB, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), url)
	check(t, err)
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// Exec runs SQL, one statement or several.
func Exec(t testing.TB, conn *pgx.Conn, sql string) {
	t.Helper()
	_, err := conn.Exec(context.Background(), sql, pgx.QueryExecModeSimpleProtocol)
	check(t, err)
}

// Major returns the major version of the server, 15 for PostgreSQL 15.
func Major(t testing.TB, conn *pgx.Conn) int {
	t.Helper()
	var num int
	check(t, conn.QueryRow(context.Background(), "SELECT current_setting('server_version_num')::int").Scan(&num))
	return num / 10000
}

// check fails the test on an error, and prints the error's hint.
func check(t testing.TB, err error) {
	t.Helper()
	if err == nil {
		return
	}
	var hinted interface{ Hint() string }
	if errors.As(err, &hinted) {
		t.Fatalf("%v\nhint: %s", err, hinted.Hint())
	}
	t.Fatal(err)
}
