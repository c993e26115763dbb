package migrations

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/pflag"

	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/migrations/pgurl"
)

// Main runs the command line of a service's migrate program, and exits. The
// first interrupt cancels the running statement, rolls back and says where
// things stand; a second one ends the program on the spot.
func Main(e *Environment) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	os.Exit(Run(ctx, e, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// Run is [Main] with the world as arguments; it returns the exit status.
func Run(ctx context.Context, e *Environment, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return Program(e).Run(ctx, args, stdin, stdout, stderr)
}

// The headings of help.
const (
	groupApply = "Move the database"
	groupLook  = "Look"
)

// Program returns the commands that run in production. The developer's tool
// offers the same, and takes names, flags and examples from here.
func Program(e *Environment) *command.Program {
	return ProgramAt(e, func() (string, error) {
		url, found := os.LookupEnv("DATABASE_URL")
		if !found {
			return "", errNoURL
		}
		return url, nil
	})
}

// ProgramAt is [Program] on the database that url names. It is asked where a
// command needs a database and no flag names one.
func ProgramAt(e *Environment, url func() (string, error)) *command.Program {
	c := &commands{env: e, findURL: url}
	return &command.Program{
		Name:    strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe"),
		Short:   "Schema migrations of " + e.Service + ".",
		Version: Version(),
		Groups:  []string{groupApply, groupLook},
		Flags:   c.flags,
		Commands: []*command.Command{
			c.upgrade(), c.downgrade(), c.stamp(),
			c.current(), c.check(), c.history(), c.show(), c.heads(),
		},
		Footer: "DATABASE_URL names the database, or --database-url does.",
	}
}

// commands holds what the flags say.
type commands struct {
	env          *Environment
	findURL      func() (string, error)
	url          string
	wait         time.Duration
	lockTimeout  time.Duration
	stmtTimeout  time.Duration
	runTimeout   time.Duration
	acceptEdited bool
	sql          bool
	json         bool
	quiet        bool
	verbose      bool
}

// flags defines the flags of every command.
func (c *commands) flags(f *pflag.FlagSet) {
	f.StringVar(&c.url, "database-url", "", "the database, as a `url`; overrides DATABASE_URL")
	f.DurationVar(&c.wait, "wait", 0, "how long to wait for a server that is still starting, such as 60s")
	f.BoolVarP(&c.quiet, "quiet", "q", false, "print results, warnings and errors only")
	f.BoolVarP(&c.verbose, "verbose", "v", false, "print more: statements as they are sent, details")
}

func (c *commands) jsonFlag(f *pflag.FlagSet) {
	f.BoolVar(&c.json, "json", false, "print the result as JSON")
}

// runFlags defines the flags of the commands that change the database.
func (c *commands) runFlags(f *pflag.FlagSet) {
	f.DurationVar(&c.lockTimeout, "lock-timeout", 0, "how long a statement may wait for a table's lock; negative: for ever")
	f.DurationVar(&c.stmtTimeout, "statement-timeout", 0, "how long a statement may take; negative: for ever")
	f.DurationVar(&c.runTimeout, "runner-timeout", 0, "how long to wait for another runner of the same history; negative: not at all")
}

func (c *commands) acceptEditedFlag(f *pflag.FlagSet) {
	f.BoolVar(&c.acceptEdited, "accept-edited", false, "take revisions that were edited after they were applied as they are now")
}

func (c *commands) options(in *command.Invocation) Options {
	return Options{
		LockTimeout: c.lockTimeout, StatementTimeout: c.stmtTimeout, RunnerTimeout: c.runTimeout,
		Wait: c.wait, AcceptEdited: c.acceptEdited,
		Progress: &printer{w: in.Stderr, style: in.ErrStyle, quiet: c.quiet, verbose: c.verbose, live: command.IsTerminal(in.Stderr)},
	}
}

// target finds the database: the flag, then the environment.
func (c *commands) target(in *command.Invocation) (*pgurl.Target, error) {
	url, err := c.url, error(nil)
	if !in.Flags.Changed("database-url") {
		url, err = c.findURL()
	}
	if err != nil {
		return nil, err
	}
	target, err := pgurl.Parse(url)
	if err != nil {
		return nil, err
	}
	for _, note := range target.Notes {
		if !c.quiet {
			command.Note(in.Stderr, in.ErrStyle, "%s", note)
		}
	}
	return target, nil
}

var errNoURL = hint.Wrap(errors.New("no database is named"),
	"set DATABASE_URL, or pass --database-url postgres://user:password@host:5432/database")

// session connects for a command that only looks.
func (c *commands) session(ctx context.Context, in *command.Invocation) (*session, error) {
	target, err := c.target(in)
	if err != nil {
		return nil, err
	}
	return connect(ctx, c.env, target, c.wait)
}

// complete offers what a revision can be called by.
func (c *commands) complete(symbols ...string) func(context.Context, []string) []string {
	return func(context.Context, []string) []string {
		graph, err := c.env.Graph()
		if err != nil {
			return symbols
		}
		return append(symbols, graph.names()...)
	}
}
