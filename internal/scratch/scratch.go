// Package scratch starts throw-away PostgreSQL servers from the programs that
// are on the machine already: an empty server, on a Unix socket of its own,
// ready in some 50 ms and gone, with its files, when it is stopped or when the
// process that started it ends in whatever way.
//
// That speed comes from a template: initdb runs once for each installation,
// its result is thinned out (one database, small WAL segments) and kept in the
// user's cache folder, and every server starts from a copy of it. The copy is
// on /dev/shm where that has room, and nothing is ever flushed to disk.
package scratch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// Superuser is the role that owns every scratch server. No password is asked.
const Superuser = "postgres"

// maintenance is the one database that a fresh server has.
const maintenance = "template1"

// Options say what server to start. The zero value is fine.
type Options struct {
	// Major is the major version wanted, 15 for PostgreSQL 15. Defaults to
	// the first that [Find] lists.
	Major int
	// Installation is used instead of looking for one.
	Installation *Installation
	// Settings are server settings, "wal_level" to "logical", over those that
	// make a scratch server fast.
	Settings map[string]string
}

// A Server is a running throw-away server.
type Server struct {
	Installation Installation

	dir    string // data, socket and log
	port   string // if a setting says so
	cmd    *exec.Cmd
	reaper io.WriteCloser
	exited chan struct{} // closed once the server process has ended

	mu    sync.Mutex
	admin *pgx.Conn // to the maintenance database, opened when needed
	made  int       // databases named by CreateDatabase

	stop    sync.Once
	stopErr error
}

// Start starts a server and returns once it takes connections.
func Start(ctx context.Context, opts Options) (*Server, error) {
	inst, err := opts.installation(ctx)
	if err != nil {
		return nil, err
	}
	s, err := start(ctx, inst, opts.Settings)
	if err != nil {
		return nil, fmt.Errorf("starting a scratch PostgreSQL %d from %s: %w", inst.Major, inst.Bin, err)
	}
	return s, nil
}

func (o Options) installation(ctx context.Context) (Installation, error) {
	if o.Installation != nil {
		return *o.Installation, nil
	}
	found := Find(ctx)
	for _, inst := range found {
		if o.Major == 0 || inst.Major == o.Major {
			return inst, nil
		}
	}
	return Installation{}, &NotFoundError{Major: o.Major, Found: found}
}

func start(ctx context.Context, inst Installation, settings map[string]string) (*Server, error) {
	template, err := template(ctx, inst)
	if err != nil {
		return nil, err
	}
	user, err := userFor(inst)
	if err != nil {
		return nil, err
	}
	s := &Server{Installation: inst, port: settings["port"], exited: make(chan struct{})}
	if s.dir, err = makeDir(user); err != nil {
		return nil, err
	}
	if err := copyTree(s.data(), template, user); err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.dir))
	}
	if err := s.run(user, settings); err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.dir))
	}
	if err := s.waitReady(ctx); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }
func (s *Server) log() string  { return filepath.Join(s.dir, "log") }

// fast are the settings of a server whose data nobody will miss.
var fast = map[string]string{
	"autovacuum":         "off",
	"fsync":              "off",
	"full_page_writes":   "off",
	"jit":                "off",
	"listen_addresses":   "",
	"log_timezone":       "UTC",
	"max_wal_senders":    "0",
	"shared_buffers":     "32MB",
	"synchronous_commit": "off",
	"timezone":           "UTC",
	"wal_level":          "minimal",
}

// run starts the server process and the reaper beside it.
func (s *Server) run(user account, settings map[string]string) error {
	log, err := os.Create(s.log())
	if err != nil {
		return err
	}
	defer log.Close()
	s.cmd = command(user, s.dir, s.Installation.program("postgres"), "-D", s.data(), "-k", s.dir)
	for name, value := range fast {
		if _, ok := settings[name]; !ok {
			s.cmd.Args = append(s.cmd.Args, "-c", name+"="+value)
		}
	}
	for name, value := range settings {
		s.cmd.Args = append(s.cmd.Args, "-c", name+"="+value)
	}
	s.cmd.Stdout, s.cmd.Stderr = log, log
	if err := s.cmd.Start(); err != nil {
		return err
	}
	if s.reaper, err = startReaper(s.cmd.Process.Pid, s.dir); err != nil {
		return errors.Join(err, s.cmd.Process.Kill(), s.cmd.Wait())
	}
	go func() {
		_ = s.cmd.Wait() // how it ended is in the log
		close(s.exited)
	}()
	return nil
}

// waitReady waits until the server says "ready" in its pid file, which is
// cheaper than trying to connect.
func (s *Server) waitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		pid, err := os.ReadFile(filepath.Join(s.data(), "postmaster.pid"))
		if lines := bytes.Split(pid, []byte("\n")); err == nil && len(lines) > 7 &&
			bytes.HasPrefix(lines[7], []byte("ready")) {
			return nil
		}
		select {
		case <-tick.C:
		case <-s.exited:
			return fmt.Errorf("the server ended at once; its log:\n%s", s.logTail())
		case <-ctx.Done():
			return fmt.Errorf("waiting until it takes connections: %w; its log:\n%s", ctx.Err(), s.logTail())
		}
	}
}

func (s *Server) logTail() string {
	log, err := os.ReadFile(s.log())
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(log)), "\n")
	return strings.Join(lines[max(0, len(lines)-10):], "\n")
}

// URL returns the connection URL of a database. A fresh server has none but
// template1; see [Server.CreateDatabase].
func (s *Server) URL(database string) string {
	u := url.URL{Scheme: "postgres", User: url.User(Superuser), Path: "/" + database}
	query := url.Values{"host": {s.dir}}
	if s.port != "" {
		query.Set("port", s.port)
	}
	u.RawQuery = query.Encode()
	return u.String()
}

// Pid returns the process id of the server.
func (s *Server) Pid() int { return s.cmd.Process.Pid }

// CreateDatabase creates an empty database and returns its URL. An empty name
// lets it choose one.
func (s *Server) CreateDatabase(ctx context.Context, name string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if name == "" {
		s.made++
		name = fmt.Sprintf("scratch_%d", s.made)
	}
	if err := s.adminExec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize()+s.strategy()); err != nil {
		return "", fmt.Errorf("creating database %q: %w", name, err)
	}
	return s.URL(name), nil
}

// strategy is how template1 is copied: as files, which takes a third of the
// time that it takes through the log, where nothing has to last (PostgreSQL
// docs, CREATE DATABASE). It is the only way before version 15.
func (s *Server) strategy() string {
	if s.Installation.Major < 15 {
		return ""
	}
	return " STRATEGY file_copy"
}

// DropDatabase drops a database and closes all connections to it.
func (s *Server) DropDatabase(ctx context.Context, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.adminExec(ctx, "DROP DATABASE "+pgx.Identifier{name}.Sanitize()+" WITH (FORCE)"); err != nil {
		return fmt.Errorf("dropping database %q: %w", name, err)
	}
	return nil
}

// adminExec runs one statement on the connection to the maintenance database.
// There is only one, because CREATE DATABASE copies template1 and allows
// nobody else to be connected to it.
func (s *Server) adminExec(ctx context.Context, sql string) (err error) {
	if s.admin == nil || s.admin.IsClosed() {
		if s.admin, err = pgx.Connect(ctx, s.URL(maintenance)); err != nil {
			return err
		}
	}
	_, err = s.admin.Exec(ctx, sql, pgx.QueryExecModeSimpleProtocol)
	return err
}

// Release closes the connection by which databases are made, so that others
// can make some too: PostgreSQL copies template1 only while nobody is in it.
func (s *Server) Release(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.admin == nil {
		return nil
	}
	return s.admin.Close(ctx)
}

// Stop ends the server at once and removes its files. It may be called more
// than once.
func (s *Server) Stop() error {
	s.stop.Do(func() { s.stopErr = s.shutdown() })
	return s.stopErr
}

func (s *Server) shutdown() error {
	if err := quit(s.cmd.Process); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stopping the scratch server: %w", err)
	}
	<-s.exited
	_, _ = io.WriteString(s.reaper, "stopped\n") // no harm if it is gone
	_ = s.reaper.Close()
	return os.RemoveAll(s.dir)
}
