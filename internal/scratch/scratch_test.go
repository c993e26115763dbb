//go:build unix

package scratch

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

func startServer(t testing.TB, opts Options) *Server {
	t.Helper()
	if opts.Major == 0 {
		opts.Major, _ = strconv.Atoi(os.Getenv("DEED_TEST_PG"))
	}
	s, err := Start(context.Background(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func queryString(t testing.TB, url, sql string) string {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	var s string
	if err := conn.QueryRow(ctx, sql).Scan(&s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestServer(t *testing.T) {
	t.Parallel()
	s := startServer(t, Options{Settings: map[string]string{"wal_level": "logical", "max_wal_senders": "2"}})
	for _, name := range []string{"", "with space and /slash"} {
		url, err := s.CreateDatabase(context.Background(), name)
		if err != nil {
			t.Fatal(err)
		}
		if db := queryString(t, url, "select current_database()"); name != "" && db != name {
			t.Errorf("connected to %q, want %q", db, name)
		}
		for setting, want := range map[string]string{"wal_level": "logical", "fsync": "off", "server_encoding": "UTF8", "lc_collate": "C"} {
			if setting == "lc_collate" && s.Installation.Major > 15 {
				continue // no setting any more
			}
			if got := queryString(t, url, "show "+setting); got != want {
				t.Errorf("%s is %s, want %s", setting, got, want)
			}
		}
		if user := queryString(t, url, "select usename from pg_user where usesuper"); user != Superuser {
			t.Errorf("the superuser is %q", user)
		}
	}
	if err := s.DropDatabase(context.Background(), "scratch_1"); err != nil {
		t.Error(err)
	}
}

// Whoever is given a server may make databases in it as in any other.
func TestReleaseLetsOthersMakeDatabases(t *testing.T) {
	t.Parallel()
	s := startServer(t, Options{})
	ctx := context.Background()
	url, err := s.CreateDatabase(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Release(ctx); err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, "create database other"); err != nil {
		t.Error(err)
	}
	if _, err := s.CreateDatabase(ctx, "own"); err != nil {
		t.Error(err)
	}
}

func TestStopLeavesNothing(t *testing.T) {
	t.Parallel()
	s := startServer(t, Options{})
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s is still there", s.dir)
	}
	if err := syscall.Kill(s.Pid(), 0); !errors.Is(err, syscall.ESRCH) {
		t.Errorf("the server still runs: %v", err)
	}
}

// TestKilledProcessLeavesNothing kills a process that has started a server.
func TestKilledProcessLeavesNothing(t *testing.T) {
	t.Parallel()
	if os.Getenv("SCRATCH_TEST_CHILD") != "" {
		startAndWait()
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestKilledProcessLeavesNothing$")
	cmd.Env = append(os.Environ(), "SCRATCH_TEST_CHILD=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := make([]byte, 200)
	n, err := out.Read(said)
	if err != nil {
		t.Fatal(err)
	}
	pid, dir, _ := strings.Cut(strings.TrimSpace(string(said[:n])), " ")
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	server, err := strconv.Atoi(pid)
	if err != nil {
		t.Fatalf("the child said %q", said[:n])
	}
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		_, err := os.Stat(dir)
		if errors.Is(err, os.ErrNotExist) && errors.Is(syscall.Kill(server, 0), syscall.ESRCH) {
			return
		}
	}
	t.Errorf("server %d in %s is still there", server, dir)
}

func startAndWait() {
	s, err := Start(context.Background(), Options{})
	if err != nil {
		_, _ = io.WriteString(os.Stdout, err.Error())
		os.Exit(1)
	}
	_, _ = io.WriteString(os.Stdout, strconv.Itoa(s.Pid())+" "+s.dir+"\n")
	select {}
}

// TestUnreachablePrograms starts a server whose programs only their owner can
// reach, as in root's home.
func TestUnreachablePrograms(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir()) // so that it makes a template too
	found := Find(context.Background())
	if len(found) == 0 {
		t.Fatal("no PostgreSQL on this machine")
	}
	home := t.TempDir()
	if err := os.Chmod(home, 0o700); err != nil {
		t.Fatal(err)
	}
	root := filepath.Dir(found[0].Bin)
	hidden := filepath.Join(home, "pg")
	if out, err := exec.Command("cp", "-a", root, hidden).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	inst := found[0]
	inst.Bin = filepath.Join(hidden, "bin")
	s := startServer(t, Options{Installation: &inst})
	if got := queryString(t, s.URL(maintenance), "select 'hello'"); got != "hello" {
		t.Errorf("got %q", got)
	}
}

func TestErrorsSayWhy(t *testing.T) {
	t.Parallel()
	_, err := Start(context.Background(), Options{Major: 7})
	var missing *NotFoundError
	if !errors.As(err, &missing) || missing.Hint() == "" || !strings.Contains(err.Error(), "no PostgreSQL 7 server programs") {
		t.Errorf("got %v", err)
	}
	_, err = Start(context.Background(), Options{Settings: map[string]string{"no_such_setting": "1"}})
	if err == nil || !strings.Contains(err.Error(), `unrecognized configuration parameter "no_such_setting"`) {
		t.Errorf("got %v", err)
	}
}

func TestFindPrefersNamedFolders(t *testing.T) {
	found := Find(context.Background())
	if len(found) == 0 {
		t.Fatal("no PostgreSQL on this machine")
	}
	oldest := found[len(found)-1]
	t.Setenv(sourceEnv, oldest.Bin)
	first := Find(context.Background())[0]
	if first.Bin != oldest.Bin || first.Source != sourceEnv || first.Major != oldest.Major {
		t.Errorf("found %+v first, want %+v", first, oldest)
	}
}

func BenchmarkFind(b *testing.B) {
	for b.Loop() {
		Find(context.Background())
	}
}

// BenchmarkStart measures from nothing to the answer of the first query.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		s, err := Start(context.Background(), Options{})
		if err != nil {
			b.Fatal(err)
		}
		queryString(b, s.URL(maintenance), "select 'x'")
		b.StopTimer()
		if err := s.Stop(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}
