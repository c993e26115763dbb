package cli

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"

	"github.com/spf13/pflag"

	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/internal/scratch"
)

var scratchCommand = &command.Command{
	Name: "scratch", Group: groupApply, Args: "[--] COMMAND…", MinArgs: 1, MaxArgs: -1,
	Short: "run a command with a throw-away PostgreSQL",
	Long: `Starts a PostgreSQL from programs found on this machine, names it to the command
in DATABASE_URL, and takes it away when the command ends. It needs no container
and is there in a twentieth of a second. The exit status is the command's.`,
	Examples: []command.Example{
		{"scratch -- go test ./...", "run tests against a database of their own"},
		{"scratch --pg 15 -- deed upgrade", "try a history out on PostgreSQL 15"},
		{"scratch --port 5433 -- sleep 1h", "keep one listening on localhost for an hour"},
	},
	Flags: func(f *pflag.FlagSet) {
		f.Int("pg", 0, "the major version (default: the first that is found)")
		f.Int("port", 0, "listen on localhost too, at this port")
		f.String("database", "scratch", "the name of the database")
	},
	Run: runScratch,
}

func runScratch(ctx context.Context, in *command.Invocation) error {
	major, _ := in.Flags.GetInt("pg")
	database, _ := in.Flags.GetString("database")
	settings := map[string]string{}
	if port, _ := in.Flags.GetInt("port"); port != 0 {
		settings["listen_addresses"], settings["port"] = "localhost", strconv.Itoa(port)
	}
	server, err := scratch.Start(ctx, scratch.Options{Major: major, Settings: settings})
	if err != nil {
		return err
	}
	defer func() { _ = server.Stop() }()
	url, err := server.CreateDatabase(ctx, database)
	if err != nil {
		return err
	}
	if err := server.Release(ctx); err != nil {
		return err
	}
	announce(in, server, database)
	cmd := exec.Command(in.Args[0], in.Args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in.Stdin, in.Stdout, in.Stderr
	cmd.Env = append(os.Environ(), "DATABASE_URL="+url)
	return wait(cmd)
}

// announce tells what runs, and where others find it if it listens.
func announce(in *command.Invocation, server *scratch.Server, database string) {
	if quiet, _ := in.Flags.GetBool("quiet"); quiet {
		return
	}
	where := ""
	if port, _ := in.Flags.GetInt("port"); port != 0 {
		where = fmt.Sprintf(", at postgres://%s@localhost:%d/%s", scratch.Superuser, port, database)
	}
	fmt.Fprintf(in.Stderr, "PostgreSQL %d from %s%s\n", server.Installation.Major, server.Installation.Bin, where)
}
