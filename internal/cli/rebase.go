package cli

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/internal/hint"
)

var rebaseCommand = &command.Command{
	Name: "rebase", Group: groupHistory, Args: "[REV]", MaxArgs: 1,
	Short: "put one of two heads after the other, as after a git merge",
	Long: `Two people have each added a revision, and git has brought them together: the
history has two heads, and HEAD a conflict. Rebase puts the revisions of one branch
after the other branch: it changes Parents and the comment in the first file of
the branch that moves, and writes HEAD anew. Steps are not changed; read them.

REV is the head to move and --onto the one to stay. Without them, what is on
origin's main branch stays and what is not moves; if git cannot tell, the branch
that was drafted later moves.

A revision that the database has applied is not moved, for its place in the
database's history would no longer be true: take it back first, or merge.`,
	Examples: []command.Example{
		{"rebase", "after a git merge: put yours after theirs"},
		{"rebase --onto 61e5", "let 61e524cfcce2 stay and move the other head"},
		{"rebase --dry-run", "say what would be moved"},
	},
	Flags: func(f *pflag.FlagSet) {
		f.String("onto", "", "the `rev` to put the other head after")
		f.BoolP("dry-run", "n", false, "say what would be done and change nothing")
	},
	Complete: completeRevisions,
	Run:      runRebase,
}

// A rebasing is what a rebase does.
type rebasing struct {
	moved, onto string // heads
	why         string // this one moves
	branch      []string
	roots       []string // of branch
}

func runRebase(ctx context.Context, in *command.Invocation) error {
	p, err := openProject(in)
	if err != nil {
		return err
	}
	onto, _ := in.Flags.GetString("onto")
	if heads := p.graph.Heads(); len(heads) < 2 && onto == "" && len(in.Args) == 0 {
		return p.mendHead(heads)
	}
	b, err := p.rebasing(ctx, onto)
	if err != nil {
		return err
	}
	if err := p.mustNotBeApplied(ctx, b); err != nil {
		return err
	}
	p.say("%s moves: %s", b.moved, b.why)
	return p.rebase(b)
}

// mendHead writes HEAD if it does not say what the files say.
func (p *project) mendHead(heads []string) error {
	if len(heads) == 0 {
		p.say("there is no revision to move")
		return nil
	}
	if recorded, err := p.readHead(); err == nil && recorded == heads[0] {
		p.say("nothing to do: the history has one head, %s", heads[0])
		return nil
	}
	p.say("the history has one head, so nothing moves; HEAD says %s now", heads[0])
	if p.dry() {
		return nil
	}
	return p.writeHead(heads[0])
}

func (p *project) dry() bool {
	dry, _ := p.in.Flags.GetBool("dry-run")
	return dry
}

// rebasing decides which head moves where.
func (p *project) rebasing(ctx context.Context, onto string) (*rebasing, error) {
	heads := p.graph.Heads()
	b := &rebasing{}
	var err error
	if len(p.in.Args) > 0 {
		if b.moved, err = p.head(p.in.Args[0]); err != nil {
			return nil, err
		}
		b.why = "as you say"
	}
	if onto != "" {
		if b.onto, err = p.staying(onto); err != nil {
			return nil, err
		}
	}
	switch {
	case b.moved != "" && b.onto != "":
	case len(heads) > 2:
		return nil, hint.New(fmt.Sprintf("the history has %d heads: %s", len(heads), strings.Join(heads, ", ")),
			"name the one to move and the one to stay: deed rebase "+heads[1]+" --onto "+heads[0])
	case b.moved != "":
		b.onto = other(heads, b.moved)
	case b.onto != "":
		b.moved, b.why = other(heads, b.onto), b.onto+" is to stay"
	default:
		if err := p.choose(ctx, b, heads); err != nil {
			return nil, err
		}
	}
	return b, p.measure(b)
}

// head returns the head that an address names.
func (p *project) head(address string) (string, error) {
	id, err := p.graph.FindOne(address, nil)
	if err != nil {
		return "", err
	}
	if after := p.graph.Children(id); len(after) > 0 {
		return "", hint.New(fmt.Sprintf("%s is not a head: %s comes after it", id, strings.Join(after, " and ")),
			"name the last revision of the branch to move; those before it go along")
	}
	return id, nil
}

func other(heads []string, id string) string {
	for _, head := range heads {
		if head != id {
			return head
		}
	}
	return ""
}

// staying returns the head of the branch that an address names.
func (p *project) staying(address string) (string, error) {
	id, err := p.graph.FindOne(address, nil)
	if err != nil {
		return "", err
	}
	heads := p.headsAbove(id)
	if len(heads) > 1 {
		return "", hint.New(fmt.Sprintf("%s stays in any case: the history parts above it, to %s", id, strings.Join(heads, " and ")),
			"name the head to stay")
	}
	return heads[0], nil
}

// choose decides which of two heads moves: what others have already stays.
func (p *project) choose(ctx context.Context, b *rebasing, heads []string) error {
	first := func(head string) codegen.Revision {
		branch := p.branchOf(head, other(heads, head))
		return p.revision(branch[0])
	}
	a, z := first(heads[0]), first(heads[1])
	if upstream, found := gitUpstream(ctx, p.env.Dir); found {
		hasA, hasZ := upstream.has(ctx, a.File), upstream.has(ctx, z.File)
		if hasA != hasZ {
			b.moved, b.onto = heads[1], heads[0]
			if hasZ {
				b.moved, b.onto = heads[0], heads[1]
			}
			b.why = upstream.name + " has the other branch, and this one not"
			return nil
		}
	}
	switch {
	case a.Created.IsZero() || z.Created.IsZero() || a.Created.Equal(z.Created):
		return hint.New(fmt.Sprintf("neither git nor the files tell which of %s and %s is the newer branch", heads[0], heads[1]),
			"say which one stays: deed rebase --onto "+heads[0])
	case a.Created.After(z.Created):
		b.moved, b.onto = heads[0], heads[1]
		a, z = z, a
	default:
		b.moved, b.onto = heads[1], heads[0]
	}
	b.why = fmt.Sprintf("its branch was drafted later, on %s; the other one on %s", day(z.Created), day(a.Created))
	return nil
}

func day(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// branchOf returns the revisions that lead to head and not to the other one,
// first revision first.
func (p *project) branchOf(head, other string) []string {
	above, below := p.upTo(head), p.upTo(other)
	var ids []string
	for _, r := range p.revisions {
		if above[r.ID] && !below[r.ID] {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

func (p *project) revision(id string) codegen.Revision {
	i := slices.IndexFunc(p.revisions, func(r codegen.Revision) bool { return r.ID == id })
	return p.revisions[i]
}

// measure finds the revisions that move and refuses what cannot.
func (p *project) measure(b *rebasing) error {
	if b.moved == "" || b.moved == b.onto {
		return hint.New("there is no other head to put after "+b.onto, "deed heads lists them")
	}
	if p.upTo(b.moved)[b.onto] {
		return hint.New(fmt.Sprintf("%s comes after %s already", b.moved, b.onto), "deed history shows the order")
	}
	b.branch = p.branchOf(b.moved, b.onto)
	for _, id := range b.branch {
		inside := 0
		parents := p.revision(id).Parents
		for _, parent := range parents {
			inside += count(slices.Contains(b.branch, parent))
		}
		switch {
		case inside == 0:
			b.roots = append(b.roots, id)
		case inside < len(parents):
			return hint.New(fmt.Sprintf("%s merges the branch with what it is to come after", id), "join the heads: deed merge")
		}
	}
	return nil
}

// mustNotBeApplied refuses to move what the database has. Where no database
// is to be had there is nothing to ask.
func (p *project) mustNotBeApplied(ctx context.Context, b *rebasing) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	conn, err := p.connect(ctx)
	if err != nil {
		p.note("the database was not asked whether it has %s: %v", b.moved, err)
		return nil
	}
	defer conn.Close(context.WithoutCancel(ctx))
	rows, err := p.versions(ctx, conn)
	if err != nil {
		return err
	}
	applied := p.upTo(rows...)
	if i := slices.IndexFunc(b.branch, func(id string) bool { return applied[id] }); i >= 0 {
		below := "base"
		if parents := p.revision(b.roots[0]).Parents; len(parents) > 0 {
			below = parents[0]
		}
		return hint.Wrap(fmt.Errorf("%s is to come after %s, but the database has it already", b.branch[i], b.onto),
			"deed downgrade %s takes it back, if no other database has it; deed merge joins the heads and moves nothing; --onto %s moves the other one",
			below, b.moved)
	}
	return nil
}

// rebase writes the files.
func (p *project) rebase(b *rebasing) error {
	for _, id := range b.roots {
		r := p.revision(id)
		p.say("%s: after %s, was after %s", p.relative(r.File), b.onto, places(r.Parents))
		if p.dry() {
			continue
		}
		source, err := os.ReadFile(r.File)
		if err != nil {
			return fmt.Errorf("moving %s: %w", id, err)
		}
		if source, err = codegen.SetParents(r.File, source, []string{b.onto}); err != nil {
			return fmt.Errorf("moving %s: %w", id, err)
		}
		if err := writeFile(r.File, source); err != nil {
			return err
		}
		fmt.Fprintln(p.in.Stdout, p.relative(r.File))
	}
	if p.dry() {
		return nil
	}
	p.say("read the steps of what moved: they run after those of %s now", b.onto)
	return p.writeHead(b.moved)
}
