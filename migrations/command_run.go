package migrations

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/internal/hint"
)

func (c *commands) upgrade() *command.Command {
	return &command.Command{
		Name: "upgrade", Args: "[REV]", MaxArgs: 1, Group: groupApply,
		Short: "apply revisions, all of them or up to REV",
		Long: `REV is an id or its first letters, head (the default), heads, +2 for the next two, or label@head.
Each revision runs in a transaction of its own, together with its row in the version table. A
revision with statements that cannot run in a transaction goes on where it was interrupted.`,
		Examples: []command.Example{
			{"upgrade", "apply all that is pending"},
			{"upgrade +1", "apply the next revision"},
			{"upgrade --wait 60s", "wait for a server that is still starting"},
			{"upgrade --sql > up.sql", "write what it would do now as SQL"},
			{"upgrade --sql base:head", "the same without asking a database"},
		},
		Flags: func(f *pflag.FlagSet) {
			f.BoolVar(&c.sql, "sql", false, "print the SQL instead of running it; REV may be FROM:TO")
			c.acceptEditedFlag(f)
			c.runFlags(f)
		},
		Complete: c.complete("head", "heads"),
		Run: func(ctx context.Context, in *command.Invocation) error {
			to := "head"
			if len(in.Args) > 0 {
				to = in.Args[0]
			}
			if c.sql {
				return c.printScript(ctx, in, to, (*Graph).Upgrade)
			}
			target, err := c.target(in)
			if err != nil {
				return err
			}
			rows, err := Upgrade(ctx, c.env, target, to, c.options(in))
			return c.arrived(in, rows, err)
		},
	}
}

func (c *commands) downgrade() *command.Command {
	return &command.Command{
		Name: "downgrade", Args: "REV", MinArgs: 1, MaxArgs: 1, Group: groupApply,
		Short: "take revisions back, down to REV",
		Long: `REV is the revision to go back to: an id or its first letters, -1 to take the last one back, -3 for the
last three, label@-1, or base for everything. What dropped columns and tables held does not come back.`,
		Examples: []command.Example{
			{"downgrade -1", "take the last revision back"},
			{"downgrade 61e5", "go back to 61e524cfcce2"},
			{"downgrade base", "take everything back"},
			{"downgrade --sql -1", "write what it would do now as SQL"},
		},
		Flags: func(f *pflag.FlagSet) {
			f.BoolVar(&c.sql, "sql", false, "print the SQL instead of running it; REV may be FROM:TO")
			c.acceptEditedFlag(f)
			c.runFlags(f)
		},
		Complete: c.complete("base"),
		Run: func(ctx context.Context, in *command.Invocation) error {
			if c.sql {
				return c.printScript(ctx, in, in.Args[0], (*Graph).Downgrade)
			}
			target, err := c.target(in)
			if err != nil {
				return err
			}
			rows, err := Downgrade(ctx, c.env, target, in.Args[0], c.options(in))
			return c.arrived(in, rows, err)
		},
	}
}

func (c *commands) stamp() *command.Command {
	var purge bool
	return &command.Command{
		Name: "stamp", Args: "REV…", MinArgs: 1, MaxArgs: -1, Group: groupApply,
		Short: "write REV into the version table without running anything",
		Long: `For a database that already has what the revisions say: one that was built otherwise, or was put right
by hand. base empties the version table.`,
		Examples: []command.Example{
			{"stamp head", "the database has everything"},
			{"stamp 61e5", "the database has 61e524cfcce2 and all before it"},
			{"stamp --purge head", "forget rows of unknown revisions too"},
		},
		Flags: func(f *pflag.FlagSet) {
			f.BoolVar(&purge, "purge", false, "forget all rows first, those of unknown revisions too")
			c.runFlags(f)
		},
		Complete: c.complete("head", "heads", "base"),
		Run: func(ctx context.Context, in *command.Invocation) error {
			target, err := c.target(in)
			if err != nil {
				return err
			}
			rows, err := Stamp(ctx, c.env, target, in.Args, purge, c.options(in))
			return c.arrived(in, rows, err)
		},
	}
}

// arrived tells where the database stands after a command that moved it.
func (c *commands) arrived(in *command.Invocation, rows []string, err error) error {
	if err != nil || c.quiet {
		return err
	}
	fmt.Fprintf(in.Stderr, "%s %s\n", in.ErrStyle.Green("the database is at"), c.place(rows))
	return nil
}

// place names rows, and says whether they are all heads.
func (c *commands) place(rows []string) string {
	graph, err := c.env.Graph()
	if err != nil || len(rows) == 0 {
		return at(rows)
	}
	marked := make([]string, len(rows))
	for i, id := range rows {
		marked[i] = id
		if len(graph.Children(id)) == 0 {
			marked[i] += " (head)"
		}
	}
	return at(marked)
}

// printScript prints moves as SQL. Without a start (FROM:TO) the database is
// asked where it stands, so that the script is what would be done now.
func (c *commands) printScript(ctx context.Context, in *command.Invocation, to string, plan func(*Graph, []string, string) ([]Move, error)) error {
	graph, err := c.env.checkedGraph()
	if err != nil {
		return err
	}
	var rows []string
	from, target, ranged := strings.Cut(to, ":")
	if ranged {
		to = target
		rows, err = graph.Find(from, nil)
	} else {
		rows, err = c.currentRows(ctx, in)
	}
	if err != nil {
		return err
	}
	moves, err := plan(graph, rows, to)
	if err != nil {
		return err
	}
	if len(moves) == 0 {
		fmt.Fprintf(in.Stdout, "-- nothing to do: the database is at %s\n", c.place(rows))
	}
	return c.env.script(in.Stdout, moves)
}

// currentRows asks the database where it stands.
func (c *commands) currentRows(ctx context.Context, in *command.Invocation) ([]string, error) {
	s, err := c.session(ctx, in)
	if errors.Is(err, errNoURL) {
		return nil, hint.Wrap(err, "or say where the database stands: --sql FROM:TO, for a new one base:head")
	}
	if err != nil {
		return nil, err
	}
	defer s.close(ctx)
	rows, _, err := s.read(ctx)
	return rows, err
}
