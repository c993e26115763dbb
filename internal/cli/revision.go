package cli

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/spf13/pflag"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/internal/draft"
	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/internal/proof"
	"github.com/deedsql/deed/migrations"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

var revisionCommand = &command.Command{
	Name: "revision", Group: groupDraft,
	Short: "write a new revision file, drafted from models and database with --autogenerate",
	Long: `Writes a revision file beside the environment and prints its path. Without
--autogenerate its steps are left to you. With it, the models are compared with
the database, which must be at head; only what the service owns is compared, and
nothing that is not its own is ever drafted. Where nothing differs no file is
written.

A draft is proven before it is written: upgraded on a scratch PostgreSQL, or in a
transaction on the database that is rolled back, until nothing is left to do,
downgraded until the catalogs are what they were, and upgraded again. What cannot
be proven is written with the reason at its top, and the exit status is 1.

What is dropped and added may have been renamed: where exactly one of each fits, you
are asked, if there is a terminal to ask at; --rename says so before.

Without -m the message follows what the revision does: add_<column>_to_<table>,
create_<table>, drop_<table>, alter_<table>_constraints.`,
	Examples: []command.Example{
		{`revision --autogenerate -m "add is_verified to universities"`, "draft what the models have and the database has not"},
		{"revision --autogenerate --json", "let a program read path, operations and whether they are proven"},
		{`revision -m "fill short names"`, "write an empty revision to fill in by hand"},
		{`revision --autogenerate --rename users=accounts`, "say that a table was renamed, not dropped and added"},
	},
	Flags: func(f *pflag.FlagSet) {
		f.StringP("message", "m", "", "what the revision does")
		f.Bool("autogenerate", false, "draft the steps from models and database")
		comparisonFlags(f)
		proveFlag(f)
		f.String("rev-id", "", "the revision's id instead of a random one")
		f.String("head", "", "the `rev` to come after, base for none (default: the one head)")
		f.Bool("splice", false, "let --head be no head: the history parts there")
		f.StringSlice("branch-label", nil, "a `name` for the branch that begins here")
		f.StringSlice("depends-on", nil, "a `rev` of another branch that must be applied before")
		writtenFlag(f)
	},
	Run: runRevision,
}

// comparisonFlags are those of every command that compares.
func comparisonFlags(f *pflag.FlagSet) {
	f.StringSlice("rename", nil, "what was renamed: `old=new` for a table, table:old=new for a column")
	f.Bool("drop-unmodelled", false, "drop what the service owns by adoption or Owns and no model declares")
}

func runRevision(ctx context.Context, in *command.Invocation) error {
	p, err := openProject(in)
	if err != nil {
		return err
	}
	r, err := p.newRevision()
	if err != nil {
		return err
	}
	message, _ := in.Flags.GetString("message")
	if auto, _ := in.Flags.GetBool("autogenerate"); auto {
		return p.autogenerate(ctx, r, message)
	}
	if message == "" {
		return &command.UsageError{Err: hint.New("an empty revision needs a message", `deed revision -m "what it does"`)}
	}
	r.Message, r.Upgrade, r.Downgrade = message, []codegen.Step{}, []codegen.Step{}
	return p.write(r)
}

// newRevision returns a revision after the one head, or after that of --head.
func (p *project) newRevision() (codegen.Revision, error) {
	if p.in.Flags.Changed("head") {
		return p.newOnBranch()
	}
	heads := p.graph.Heads()
	if len(heads) > 1 {
		return codegen.Revision{}, hint.New("the history has several heads: "+strings.Join(heads, ", "),
			"deed merge heads joins them, deed rebase puts one after the other; --head names one to go on from")
	}
	recorded, err := p.readHead()
	if err != nil {
		return codegen.Revision{}, err
	}
	if len(heads) == 1 && recorded != "" && recorded != heads[0] {
		return codegen.Revision{}, hint.New(fmt.Sprintf("HEAD says %s, but the newest revision is %s", recorded, heads[0]),
			"a revision file is missing, or HEAD was not committed with it; deed rebase writes HEAD anew")
	}
	return p.revisionAfter(heads)
}

// revisionAfter returns a revision with these parents.
func (p *project) revisionAfter(parents []string) (codegen.Revision, error) {
	id, _ := p.in.Flags.GetString("rev-id")
	if id == "" {
		var err error
		if id, err = codegen.NewID(rand.Reader); err != nil {
			return codegen.Revision{}, err
		}
	}
	if err := migrations.CheckID(id); err != nil {
		return codegen.Revision{}, err
	}
	if _, taken := p.graph.Node(id); taken {
		return codegen.Revision{}, fmt.Errorf("a revision %s is there already", id)
	}
	r := codegen.Revision{
		Package: p.env.Package, Variable: p.env.Variable, ID: id, Parents: parents, Created: time.Now().UTC().Truncate(time.Minute),
	}
	r.Labels, _ = p.in.Flags.GetStringSlice("branch-label")
	needed, _ := p.in.Flags.GetStringSlice("depends-on")
	for _, address := range needed {
		other, err := p.graph.FindOne(address, nil)
		if err != nil {
			return r, fmt.Errorf("reading --depends-on: %w", err)
		}
		r.DependsOn = append(r.DependsOn, other)
	}
	return r, nil
}

// newOnBranch returns a revision after that of --head, for histories that
// part on purpose.
func (p *project) newOnBranch() (codegen.Revision, error) {
	address, _ := p.in.Flags.GetString("head")
	parents, err := p.graph.Find(address, nil)
	if err != nil {
		return codegen.Revision{}, fmt.Errorf("reading --head: %w", err)
	}
	splice, _ := p.in.Flags.GetBool("splice")
	for _, id := range parents {
		if after := p.graph.Children(id); len(after) > 0 && !splice {
			return codegen.Revision{}, hint.New(fmt.Sprintf("%s is not a head: %s comes after it", id, strings.Join(after, " and ")),
				"--splice lets the history part there; deed heads lists the heads")
		}
	}
	return p.revisionAfter(parents)
}

// autogenerate drafts the steps of r and writes it.
func (p *project) autogenerate(ctx context.Context, r codegen.Revision, message string) error {
	if _, err := place(p.in.Flags); err != nil {
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
	if again, err := p.askRenames(ctx, d); err != nil {
		return err
	} else if again {
		if d, err = p.compare(ctx, conn); err != nil {
			return err
		}
	}
	p.reportUnmodelled(d)
	if len(d.Ops) == 0 {
		p.say("no differences: the database is what the models say")
		return p.wroteNothing()
	}
	r.Message = cmp.Or(message, conventionalMessage(d.Ops))
	return p.writeProven(ctx, conn, r, d)
}

// writeProven proves a draft and writes it, with the reason at its top if it
// is not proven.
func (p *project) writeProven(ctx context.Context, conn *pgx.Conn, r codegen.Revision, d *draft.Draft) error {
	r.Upgrade, r.Downgrade = annotated(d, d.Ops), annotated(d, d.Reverse)
	markOwn(r.Upgrade, d.Want)
	markOwn(r.Downgrade, d.Catalog.Database)
	markBlocked(d, r.Downgrade)
	p.summarize(d.Ops)
	note, proven, err := p.prove(ctx, conn, d)
	if err != nil {
		return err
	}
	r.Note = note
	if err := p.write(r); err != nil {
		return err
	}
	if where, _ := place(p.in.Flags); !proven && where != proof.Off {
		return command.ErrNo
	}
	return nil
}

// annotated returns operations as steps, with a warning above each that loses
// data or takes away what deed cannot bring back.
func annotated(d *draft.Draft, ops []op.Operation) []codegen.Step {
	steps := codegen.Steps(ops...)
	for i := range steps {
		if loss := op.Loss(steps[i].Op); loss != "" {
			steps[i].Comment = "LOSES DATA: " + loss + "."
		}
		if op.NeedsEmpty(steps[i].Op) {
			steps[i].Comment = fmt.Sprintf("FAILS while %s has a row: the column is NOT NULL and has no default.", steps[i].Op.(op.AddColumn).Table)
		}
		if x, ok := steps[i].Op.(op.CreateIndex); ok && x.Index.Invalid {
			steps[i].Comment = fmt.Sprintf("NOT EXACTLY: index %s was not valid, as a failed CREATE INDEX CONCURRENTLY leaves it, and is valid then.", x.Index.Name)
		}
		if along := d.TakenAlong(steps[i].Op); len(along) > 0 {
			steps[i].Comment += " The way back does not bring these again: " + strings.Join(along, ", ") + "."
		}
	}
	return steps
}

// markOwn says of a parent that a table gets what PostgreSQL has no ALTER for: to
// have from it only what the table has already.
func markOwn(steps []codegen.Step, end schema.Database) {
	for i := range steps {
		if list := draft.StaysOwn(steps[i].Op, end); len(list) > 0 {
			steps[i].Comment = fmt.Sprintf("NOT EXACTLY: %s cannot become the parent's only; pg_dump goes on listing what is also the table's own. Nothing else differs.",
				strings.Join(list, ", "))
		}
	}
}

// markBlocked puts a warning above the steps back that fail as long as what
// is there now is there.
func markBlocked(d *draft.Draft, steps []codegen.Step) {
	for i := range steps {
		if list := d.Blocked(steps[i].Op); len(list) > 0 {
			steps[i].Comment += " FAILS while these are there; drop them before it and create them again after: " + strings.Join(list, ", ") + "."
		}
	}
}

// summarize prints the operations of a draft for people.
func (p *project) summarize(ops []op.Operation) {
	lossy := 0
	for _, o := range ops {
		p.say("  %s", decorate(p.in.ErrStyle, o))
		if op.Loss(o) != "" {
			lossy++
		}
	}
	if lossy > 0 {
		p.say("%s", p.in.ErrStyle.Red(fmt.Sprintf("%s with data loss, marked LOSES DATA in the file", plural(lossy, "step"))))
	}
}

// reportUnmodelled names what the service owns and the models do not have.
func (p *project) reportUnmodelled(d *draft.Draft) {
	for _, o := range d.Selection.Unmodelled {
		p.note("%s is owned but in no model; it stays (--drop-unmodelled would drop it)", o)
	}
	for table, parts := range d.Selection.LeftAloneByTable() {
		p.note("on %s, no model and no revision of %s knows %s; left alone (--drop-unmodelled would drop it)", table, p.env.Service, draft.Summary(parts))
	}
	for _, table := range d.Touched() {
		if list := d.Bystanders(table); len(list) > 0 {
			p.note("deed does not model what else is on %s, and leaves it: %s", table, draft.Summary(list))
		}
	}
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
