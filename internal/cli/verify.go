package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/spf13/pflag"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/internal/observe"
	"github.com/deedsql/deed/internal/scratch"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

var verifyCommand = &command.Command{
	Name: "verify", Group: groupDraft, Args: "[REV..REV]", MaxArgs: 1,
	Short: "prove the history: up and down one by one, and the models at its end",
	Long: `Runs the whole history, or a range of it, with the service's own program on a
throw-away PostgreSQL: each revision up, down and up again, and compares what the
catalogs say before and after, in every kind of object. At the end the models must
match, and from there back to the start nothing may be left behind. Exits with 1
where that does not hold.

A history that adopts or refers to tables of others needs them: put the schema that
was there before it into baseline.sql beside env.go, or name the file with
--baseline. This writes one:

  pg_dump --schema-only --no-owner --no-privileges "$DATABASE_URL"`,
	Examples: []command.Example{
		{"verify", "prove everything, in CI"},
		{"verify 61e5..head", "prove what came after 61e524cfcce2"},
		{"verify --pg 15 --baseline platform.sql", "on PostgreSQL 15, beside the tables of others"},
	},
	Flags: func(f *pflag.FlagSet) {
		f.Int("pg", 0, "the major version (default: the first that is found)")
		f.Bool("json", false, "print the checks as JSON, when all is done")
		f.String("baseline", "", "an SQL `file` with what was there before the history (default: baseline.sql beside env.go, if there)")
	},
	Run: runVerify,
}

func runVerify(ctx context.Context, in *command.Invocation) error {
	p, err := openProject(in)
	if err != nil {
		return err
	}
	v := &verification{project: p, verified: verified{Service: p.env.Service, OK: true, Checks: []checked{}}}
	if len(p.revisions) == 0 && len(in.Args) == 0 {
		p.say("there is no revision to verify")
		return v.report(nil)
	}
	if heads := p.graph.Heads(); len(heads) > 1 {
		return v.report(v.no("several heads: "+strings.Join(heads, ", "), ""))
	}
	from, to, err := p.span()
	if err != nil {
		return err
	}
	defer v.close()
	if err := v.start(ctx); err != nil {
		return err
	}
	return v.report(v.run(ctx, from, to))
}

// span returns the indexes of the first revision to prove and of the one after
// the last.
func (p *project) span() (from, to int, err error) {
	to = len(p.revisions)
	if len(p.in.Args) == 0 {
		return 0, to, nil
	}
	first, last, dotted := strings.Cut(p.in.Args[0], "..")
	if !dotted {
		first, last, _ = strings.Cut(p.in.Args[0], ":") // as plan and history have it
	}
	index := func(address string, otherwise int) (int, error) {
		if address == "" || address == "base" {
			return otherwise, nil
		}
		id, err := p.graph.FindOne(address, nil)
		if err != nil {
			return 0, err
		}
		return slices.IndexFunc(p.revisions, func(r codegen.Revision) bool { return r.ID == id }) + 1, nil
	}
	if from, err = index(first, 0); err != nil {
		return 0, 0, err
	}
	if to, err = index(last, to); err != nil {
		return 0, 0, err
	}
	if from >= to {
		return 0, 0, hint.New(fmt.Sprintf("verifying %s: the range is empty", p.in.Args[0]), "write the older revision first: 61e5..head")
	}
	return from, to, nil
}

// A verification runs the service's program on a scratch server.
type verification struct {
	*project
	verified
	program string
	server  *scratch.Server
	url     string
	conn    *pgx.Conn
	bare    bool // there is no baseline
	late    bool // the baseline has the version table
}

// start builds the program and starts the server.
func (v *verification) start(ctx context.Context) (err error) {
	if v.program, err = buildProgram(ctx, v.env.Dir); err != nil {
		return err
	}
	major, _ := v.in.Flags.GetInt("pg")
	if v.server, err = scratch.Start(ctx, scratch.Options{Major: major}); err != nil {
		return err
	}
	if v.url, err = v.server.CreateDatabase(ctx, ""); err == nil {
		v.conn, err = pgx.Connect(ctx, v.url)
	}
	if err == nil {
		err = v.loadBaseline(ctx)
	}
	if err != nil {
		return err
	}
	v.say("PostgreSQL %s from %s", v.server.Installation.Version, v.server.Installation.Bin)
	return nil
}

func (v *verification) close() {
	if v.conn != nil {
		_ = v.conn.Close(context.Background())
	}
	if v.server != nil {
		_ = v.server.Stop()
	}
}

// run proves the revisions [from, to).
func (v *verification) run(ctx context.Context, from, to int) error {
	if from > 0 {
		if err := v.migrate(ctx, "upgrade", v.revisions[from-1].ID); err != nil {
			return v.cannotUpgrade("upgrading to "+v.revisions[from-1].ID, err)
		}
	}
	start, err := v.snapshot(ctx)
	if err != nil {
		return err
	}
	before := start
	for _, r := range v.revisions[from:to] {
		if before, err = v.prove(ctx, r, before); err != nil {
			return err
		}
	}
	if err := v.modelsMatch(ctx, to); err != nil {
		return err
	}
	return v.backToStart(ctx, from, start)
}

// prove takes one revision up, down and up again.
func (v *verification) prove(ctx context.Context, r codegen.Revision, before observe.Snapshot) (observe.Snapshot, error) {
	name := r.ID + "  " + r.Message
	if err := v.migrate(ctx, "upgrade", r.ID); err != nil {
		return nil, v.cannotUpgrade(name, err)
	}
	after, err := v.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	if r.Irreversible != "" {
		v.yes(name + " (irreversible: not taken back)")
		return after, nil
	}
	if err := v.migrate(ctx, "downgrade", "-1"); err != nil {
		return nil, v.no(name, err.Error())
	}
	if err := v.same(ctx, before, name, "downgrade leaves a trace"); err != nil {
		return nil, err
	}
	if err := v.migrate(ctx, "upgrade", r.ID); err != nil {
		return nil, v.no(name, "second upgrade: "+err.Error())
	}
	if err := v.same(ctx, after, name, "second upgrade differs from the first"); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(slices.Concat(r.Upgrade, r.Downgrade), codegen.Step.Opaque) {
		name += " (with Go code, which met no rows but those of the history)"
	}
	v.yes(name)
	return after, nil
}

// modelsMatch checks that nothing is left to draft at the end of the history.
func (v *verification) modelsMatch(ctx context.Context, to int) error {
	if to < len(v.revisions) || len(v.env.Models) == 0 {
		return nil
	}
	d, err := v.compare(ctx, v.conn)
	if err != nil {
		return err
	}
	if len(d.Ops) == 0 {
		v.yes("the models match")
		return nil
	}
	var lines []string
	for _, o := range d.Ops {
		lines = append(lines, op.Describe(o))
	}
	return v.no("the models match", "the history lacks:\n"+strings.Join(lines, "\n"))
}

// backToStart takes everything back at once.
func (v *verification) backToStart(ctx context.Context, from int, start observe.Snapshot) error {
	if slices.ContainsFunc(v.revisions[from:], func(r codegen.Revision) bool { return r.Irreversible != "" }) {
		return nil
	}
	target := "base"
	if from > 0 {
		target = v.revisions[from-1].ID
	}
	const name = "back to the start without a trace"
	if err := v.migrate(ctx, "downgrade", target); err != nil {
		return v.no(name, err.Error())
	}
	if err := v.same(ctx, start, name, "something is left behind"); err != nil {
		return err
	}
	v.yes(name)
	return nil
}

// migrate runs the service's program.
func (v *verification) migrate(ctx context.Context, args ...string) error {
	cmd := exec.CommandContext(ctx, v.program, append(args, "--quiet", "--no-color")...)
	cmd.Env = append(os.Environ(), "DATABASE_URL="+v.url)
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Run(); err != nil {
		return errors.New(strings.TrimPrefix(strings.TrimSpace(output.String()), "deed: error: "))
	}
	return nil
}

func (v *verification) snapshot(ctx context.Context) (observe.Snapshot, error) {
	return observe.Take(ctx, v.conn, observe.Options{Ignore: []schema.Name{v.versionTable()}})
}

// same compares the database with an earlier snapshot.
func (v *verification) same(ctx context.Context, want observe.Snapshot, name, complaint string) error {
	got, err := v.snapshot(ctx)
	if err != nil {
		return err
	}
	if differences := observe.Diff(want, got); len(differences) > 0 {
		return v.no(name, complaint+":\n"+observe.Describe(differences, 20))
	}
	return nil
}

// cannotUpgrade prints that an upgrade failed, and what may have been missing.
func (v *verification) cannotUpgrade(name string, err error) error {
	why := err.Error()
	if v.bare && strings.Contains(why, "does not exist") {
		why += "\n\nIf that is not the service's own, put the schema that was there before the history into " + baselineFile +
			"\nbeside env.go: pg_dump --schema-only --no-owner --no-privileges"
	}
	if v.late {
		why += "\n\nThe baseline has the version table " + string(v.versionTable()) + ": if it was taken after the history had begun,\n" +
			"take it anew, from a database before the first upgrade or after deed downgrade base"
	}
	return v.no(name, why)
}
