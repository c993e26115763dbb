package cli

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"

	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/diff"
	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/internal/draft"
	"github.com/deedsql/deed/op"
)

var checkCommand = &command.Command{
	Name: "check", Group: groupDraft,
	Short: "does the database match the models?",
	Long: `Compares as revision --autogenerate does and prints the operations that are
missing. Exits with 0 if there are none and with 1 if there are.`,
	Examples: []command.Example{
		{"check", "print what a revision would have to do"},
		{"check --sql", "print it as SQL"},
		{"check --json", "print it for a program"},
	},
	Flags: func(f *pflag.FlagSet) {
		f.Bool("sql", false, "print SQL")
		f.Bool("json", false, "print JSON")
		comparisonFlags(f)
	},
	Run: runCheck,
}

func runCheck(ctx context.Context, in *command.Invocation) error {
	p, err := openProject(in)
	if err != nil {
		return err
	}
	conn, err := p.connectAtHead(ctx)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	d, err := p.compare(ctx, conn)
	if err != nil {
		return err
	}
	if err := p.printDraft(d); err != nil {
		return err
	}
	if len(d.Ops) > 0 {
		return command.ErrNo
	}
	return nil
}

func (p *project) printDraft(d *draft.Draft) error {
	asSQL, _ := p.in.Flags.GetBool("sql")
	switch {
	case p.asJSON():
		return p.printJSON(d)
	case asSQL:
		script, err := scriptOf(d.Ops)
		if err != nil {
			return err
		}
		fmt.Fprint(p.in.Stdout, script)
		return nil
	}
	p.reportUnmodelled(d)
	if len(d.Ops) == 0 {
		p.say("no differences: the database is what the models say")
		return nil
	}
	p.printOps(d.Ops)
	p.tellRenames(diff.Candidates(append(unknownColumns(d), d.Ops...)))
	return nil
}

func scriptOf(ops []op.Operation) (string, error) {
	var all []ddl.Statement
	for _, o := range ops {
		statements, err := ddl.Statements(o)
		if err != nil {
			return "", fmt.Errorf("%s: %w", op.Describe(o), err)
		}
		all = append(all, statements...)
	}
	return ddl.Script(all), nil
}

func (p *project) printJSON(d *draft.Draft) error {
	report := struct {
		Service     string       `json:"service"`
		Differences []difference `json:"differences"`
		Unmodelled  []string     `json:"unmodelled"`
		LeftAlone   []string     `json:"left_alone"`
	}{Service: p.env.Service, Differences: []difference{}, Unmodelled: []string{}, LeftAlone: []string{}}
	for _, part := range d.Selection.LeftAlone {
		report.LeftAlone = append(report.LeftAlone, part.String())
	}
	for _, o := range d.Ops {
		entry, err := differenceOf(o)
		if err != nil {
			return err
		}
		report.Differences = append(report.Differences, entry)
	}
	for _, o := range d.Selection.Unmodelled {
		report.Unmodelled = append(report.Unmodelled, o.String())
	}
	return p.encode(report)
}
