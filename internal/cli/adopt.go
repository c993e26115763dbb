package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/ownership"
	"github.com/deedsql/deed/schema"
)

var adoptCommand = &command.Command{
	Name: "adopt", Group: groupOwn, Args: "TABLE…", MinArgs: 1, MaxArgs: -1,
	Short: "write a revision that takes tables under this service's care",
	Long: `For tables that were created elsewhere: by hand, by another tool, by another service
that has given them up. Nothing in them changes; from then on this service may
change them and no other. A table that another service has claimed is refused.
It is handed over by deed release there and deed adopt here: whichever is
deployed first, at no moment may both change it.`,
	Examples: []command.Example{
		{"adopt users", "take the table users"},
		{`adopt users auth.sessions -m "take over authentication"`, "take several in one revision"},
	},
	Flags: handoverFlags,
	Run: func(ctx context.Context, in *command.Invocation) error {
		return handOver(ctx, in, "adopt", func(n schema.Name) op.Operation { return op.AdoptTable{Table: n} })
	},
}

var releaseCommand = &command.Command{
	Name: "release", Group: groupOwn, Args: "TABLE…", MinArgs: 1, MaxArgs: -1,
	Short: "write a revision that gives tables up",
	Long: `The tables stay as they are; this service may not change them any more, and another
one may adopt them. Take their models out, too: a model of a table that somebody
else owns is an error.`,
	Examples: []command.Example{{"release users", "give the table users up"}},
	Flags:    handoverFlags,
	Run: func(ctx context.Context, in *command.Invocation) error {
		return handOver(ctx, in, "release", func(n schema.Name) op.Operation { return op.ReleaseTable{Table: n} })
	},
}

func handoverFlags(f *pflag.FlagSet) {
	f.StringP("message", "m", "", "what the revision does (default: adopt or release, and the tables)")
	f.String("rev-id", "", "the revision's id instead of a random one")
}

// handOver writes a revision with one operation for each table.
func handOver(ctx context.Context, in *command.Invocation, verb string, operation func(schema.Name) op.Operation) error {
	p, err := openProject(in)
	if err != nil {
		return err
	}
	r, err := p.newRevision()
	if err != nil {
		return err
	}
	names := tableNames(in.Args)
	if err := p.mayHandOver(ctx, verb, names); err != nil {
		return err
	}
	var ops []op.Operation
	for _, name := range names {
		ops = append(ops, operation(name))
	}
	back, err := op.Reverse(ops)
	if err != nil {
		return err
	}
	if r.Message, _ = in.Flags.GetString("message"); r.Message == "" {
		r.Message = verb + " " + strings.Join(in.Args, ", ")
	}
	r.Upgrade, r.Downgrade = codegen.Steps(ops...), codegen.Steps(back...)
	return p.write(r)
}

// tableNames reads the names of tables, each once.
func tableNames(args []string) []schema.Name {
	var names []schema.Name
	for _, arg := range args {
		if name := schema.ParseName(arg); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// mayHandOver refuses what the history contradicts, and what the database does
// if there is one to ask.
func (p *project) mayHandOver(ctx context.Context, verb string, names []schema.Name) error {
	history := ownership.Replay(p.history())
	for _, name := range names {
		evidence := history.Evidence(op.Object{Kind: op.KindTable, Name: name})
		switch {
		case verb == "adopt" && evidence != ownership.None:
			return fmt.Errorf("%s owns table %s already: its history has %s it", p.env.Service, name, evidence)
		case verb == "release" && evidence == ownership.None:
			return hint.New(fmt.Sprintf("%s has no table %s to release: its history has neither created nor adopted it", p.env.Service, name),
				"deed owners shows whose it is")
		}
	}
	if verb == "release" {
		return nil
	}
	return p.mayAdopt(ctx, names)
}

func (p *project) mayAdopt(ctx context.Context, names []schema.Name) error {
	if _, _, err := p.url(); err != nil {
		p.say("note: no database is named, so whether another service has claimed the table is seen when the revision runs")
		return nil //nolint:nilerr // adopting can be written without a database
	}
	conn, err := p.connect(ctx)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := p.versions(ctx, conn); err != nil {
		return err
	}
	var claimed []error
	for _, name := range names {
		if r, found := p.registeredElsewhere(name); found {
			claimed = append(claimed, fmt.Errorf("table %s is not to be had: %s", name, r))
		}
		var there bool
		if err := conn.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL", name.SQL()).Scan(&there); err != nil {
			return fmt.Errorf("looking for table %s: %w", name, err)
		}
		if !there {
			return fmt.Errorf("the database has no table %s", name)
		}
	}
	return hint.Wrap(errors.Join(claimed...), "let that service give it up first: deed release TABLE there, and its revision applied")
}
