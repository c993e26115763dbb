// Package cli is the deed command: a file for each subcommand. It is the only
// place that wires the other packages together.
package cli

import (
	"context"
	"io"
	"runtime/debug"

	"github.com/spf13/pflag"

	"github.com/deedsql/deed/internal/command"
)

// The headings of deed --help.
const (
	groupDraft   = "Draft"
	groupApply   = "Apply"
	groupHistory = "History"
	groupOwn     = "Ownership"
)

// Run executes the deed command and returns the exit status.
func Run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return program().Run(ctx, args, stdin, stdout, stderr)
}

func program() *command.Program {
	return &command.Program{
		Name:     "deed",
		Short:    "schema migrations for Go services that share a PostgreSQL database",
		Version:  version(),
		Groups:   []string{groupDraft, groupApply, groupHistory, groupOwn},
		Commands: commands(),
		Flags:    globalFlags,
	}
}

func globalFlags(f *pflag.FlagSet) {
	f.StringP("directory", "C", ".", "work on the history in `DIR`")
	f.String("database-url", "", "the database, before DATABASE_URL and .env")
	f.BoolP("quiet", "q", false, "print results and errors only")
	f.BoolP("verbose", "v", false, "print more")
}

func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
