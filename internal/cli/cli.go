// Package cli is the deed command: a file for each subcommand. It is the only
// place that wires the other packages together.
package cli

import (
	"context"
	"io"
	"slices"

	"github.com/spf13/pflag"

	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/migrations"
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
	runtime := migrations.Program(&migrations.Environment{})
	return &command.Program{
		Name:    "deed",
		Short:   "Schema migrations for Go services that share a PostgreSQL database.",
		Version: migrations.Version(),
		Groups:  []string{groupDraft, groupApply, groupHistory, groupOwn},
		Commands: slices.Concat([]*command.Command{
			initCommand, pullCommand, revisionCommand, checkCommand, verifyCommand, lintCommand, scratchCommand, planCommand,
		}, fromRuntime(runtime), []*command.Command{
			ownersCommand, adoptCommand, releaseCommand,
			branchesCommand, mergeCommand, rebaseCommand, editCommand, configCommand,
		}),
		Flags: func(f *pflag.FlagSet) {
			f.StringP("directory", "C", ".", "work on the history in `DIR`")
			runtime.Flags(f)
		},
	}
}
