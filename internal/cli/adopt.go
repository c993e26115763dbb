package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
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
deployed first, at no moment may both change it. Types and sequences that stand
on their own are taken in the same way.`,
	Examples: []command.Example{
		{"adopt users", "take the table users"},
		{`adopt users auth.sessions -m "take over authentication"`, "take several in one revision"},
		{"adopt order_status", "take an enumeration"},
	},
	Flags: handoverFlags,
	Run: func(ctx context.Context, in *command.Invocation) error {
		return handOver(ctx, in, "adopt", func(x op.Object) op.Operation {
			if x.Kind == op.KindTable {
				return op.AdoptTable{Table: x.Name}
			}
			return op.Adopt{Kind: x.Kind, Name: x.Name}
		})
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
		return handOver(ctx, in, "release", func(x op.Object) op.Operation {
			if x.Kind == op.KindTable {
				return op.ReleaseTable{Table: x.Name}
			}
			return op.Release{Kind: x.Kind, Name: x.Name}
		})
	},
}

func handoverFlags(f *pflag.FlagSet) {
	f.StringP("message", "m", "", "what the revision does (default: adopt or release, and the tables)")
	f.String("rev-id", "", "the revision's id instead of a random one")
	writtenFlag(f)
}

// handOver writes a revision with one operation for each object.
func handOver(ctx context.Context, in *command.Invocation, verb string, operation func(op.Object) op.Operation) error {
	p, err := openProject(in)
	if err != nil {
		return err
	}
	r, err := p.newRevision()
	if err != nil {
		return err
	}
	objects, err := p.mayHandOver(ctx, verb, tableNames(in.Args))
	if err != nil {
		return err
	}
	var ops []op.Operation
	var names []string
	for _, x := range objects {
		ops, names = append(ops, operation(x)), append(names, string(x.Name))
	}
	back, err := op.Reverse(ops)
	if err != nil {
		return err
	}
	if r.Message, _ = in.Flags.GetString("message"); r.Message == "" {
		r.Message = verb + " " + strings.Join(names, ", ")
	}
	r.Upgrade, r.Downgrade = codegen.Steps(ops...), codegen.Steps(back...)
	if verb == "release" {
		p.noteModels(objects)
	}
	return p.write(r)
}

// noteModels names the models of what is given up: they would take it again.
func (p *project) noteModels(objects []op.Object) {
	models, err := p.modelled()
	if err != nil {
		return // whoever compares will be told
	}
	for _, x := range objects {
		if x.Kind == op.KindTable && models.Table(x.Name) != nil {
			p.note("a model still declares %s; take it out, or the next draft that changes it adopts it again", x)
		}
	}
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

// mayHandOver returns what the names mean. It refuses what the history
// contradicts, and what the database does if there is one to ask.
func (p *project) mayHandOver(ctx context.Context, verb string, names []schema.Name) ([]op.Object, error) {
	history := ownership.Replay(p.history())
	var objects []op.Object
	for _, name := range names {
		x := known(history, name)
		evidence := history.Evidence(x)
		switch {
		case verb == "adopt" && evidence != ownership.None:
			return nil, fmt.Errorf("%s owns %s already: its history has %s it", p.env.Service, x, evidence)
		case verb == "release" && evidence == ownership.None:
			return nil, hint.New(fmt.Sprintf("%s has no table %s to release: its history has neither created nor adopted it", p.env.Service, name),
				"deed owners shows whose it is")
		}
		objects = append(objects, x)
	}
	if verb == "release" {
		return objects, nil
	}
	return objects, p.mayAdopt(ctx, objects)
}

// known returns the object of that name that the history has, or else a table.
func known(history *ownership.History, name schema.Name) op.Object {
	for _, kind := range []op.Kind{op.KindSequence, op.KindType} {
		if x := (op.Object{Kind: kind, Name: name}); history.Evidence(x) != ownership.None {
			return x
		}
	}
	return op.Object{Kind: op.KindTable, Name: name}
}

// mayAdopt asks the database what the objects are, and whether they are to be
// had.
func (p *project) mayAdopt(ctx context.Context, objects []op.Object) error {
	if _, _, err := p.url(); err != nil {
		p.note("no database is named, so whether another service has claimed the table is seen when the revision runs")
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
	for i, x := range objects {
		if objects[i].Kind, err = kindOf(ctx, conn, x.Name); err != nil {
			return err
		}
		if r, found := p.registeredElsewhere(objects[i]); found {
			claimed = append(claimed, fmt.Errorf("%s is not to be had: %s", objects[i], r))
		}
	}
	return hint.Wrap(errors.Join(claimed...), "let that service give it up first: deed release TABLE there, and its revision applied")
}

// kindOf looks for what bears a name: every table has a type of its name, too.
func kindOf(ctx context.Context, conn *pgx.Conn, name schema.Name) (op.Kind, error) {
	var kind op.Kind
	err := conn.QueryRow(ctx, `SELECT CASE
	WHEN c.relkind = 'S' THEN 'sequence'
	WHEN c.relkind <> 'c' THEN 'table'
	WHEN to_regtype($1) IS NOT NULL THEN 'type'
	ELSE '' END
FROM (SELECT 1) one LEFT JOIN pg_catalog.pg_class c ON c.oid = to_regclass($1)`, name.SQL()).Scan(&kind)
	if err != nil {
		return "", fmt.Errorf("looking for %s: %w", name, err)
	}
	if kind == "" {
		return "", fmt.Errorf("the database has no table, type or sequence %s", name)
	}
	return kind, nil
}
