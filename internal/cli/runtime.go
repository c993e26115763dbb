package cli

import (
	"context"
	"strings"

	"github.com/spf13/pflag"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/migrations"
)

// The commands of the migrate program are offered by the developer's tool too,
// under the same names with the same flags. Those that change the database run
// in the program itself, built from the service's code; those that only look
// run here, on what the files say, so that they need no compiler.
var runtimeCommands = []struct {
	name, group string
	run         func(context.Context, *command.Invocation, string) error
}{
	{"upgrade", groupApply, runProgram},
	{"downgrade", groupApply, runProgram},
	{"stamp", groupApply, runProgram},
	{"current", groupHistory, look},
	{"history", groupHistory, look},
	{"show", groupHistory, look},
	{"heads", groupHistory, look},
}

// fromRuntime returns the commands that the migrate program defines.
func fromRuntime(p *command.Program) []*command.Command {
	var list []*command.Command
	for _, r := range runtimeCommands {
		for _, c := range p.Commands {
			if c.Name != r.name {
				continue
			}
			c.Group, c.Complete = r.group, completeRevisions
			c.Run = func(ctx context.Context, in *command.Invocation) error { return r.run(ctx, in, r.name) }
			list = append(list, c)
		}
	}
	return list
}

// look runs a command of the migrate program on the history as its files
// show it.
func look(ctx context.Context, in *command.Invocation, name string) error {
	p, err := openProject(in)
	if err != nil {
		return err
	}
	program := migrations.ProgramAt(p.environment(), func() (string, error) {
		url, _, err := p.url()
		return url, err
	})
	program.Name = "deed"
	if status := program.Run(ctx, programArgs(in, name), in.Stdin, in.Stdout, in.Stderr); status != command.OK {
		return &command.ExitError{Status: status}
	}
	return nil
}

// environment returns the history as the run-time package knows it. Go steps
// stand there without their code.
func (p *project) environment() *migrations.Environment {
	e := &migrations.Environment{
		Service: p.env.Service, VersionTable: p.env.VersionTable, VersionTableSchema: p.env.VersionTableSchema,
		LockTimeout: p.env.LockTimeout, StatementTimeout: p.env.StatementTimeout, RunnerTimeout: p.env.RunnerTimeout,
	}
	for _, r := range p.revisions {
		e.Add(migrations.Revision{
			ID: r.ID, Parents: r.Parents, Message: r.Message, Labels: r.Labels, DependsOn: r.DependsOn,
			Upgrade: runtimeSteps(r.Upgrade), Downgrade: runtimeSteps(r.Downgrade), Irreversible: r.Irreversible, File: p.relative(r.File),
		})
	}
	return e
}

func runtimeSteps(steps []codegen.Step) []migrations.Step {
	list := make([]migrations.Step, len(steps))
	for i, s := range steps {
		list[i] = migrations.Func(nil)
		if s.Op != nil {
			list[i] = s.Op
		}
	}
	return list
}

// completeRevisions offers what a revision can be called by.
func completeRevisions(_ context.Context, args []string) []string {
	in := &command.Invocation{Args: args, Flags: pflag.NewFlagSet("", pflag.ContinueOnError)}
	in.Flags.String("directory", ".", "")
	p, err := openProject(in)
	if err != nil {
		return nil
	}
	names := []string{"head", "base"}
	for _, r := range p.revisions {
		names = append(names, strings.TrimSpace(r.ID))
	}
	return names
}
