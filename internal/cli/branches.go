package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/migrations"
)

var branchesCommand = &command.Command{
	Name: "branches", Group: groupHistory,
	Short: "print the revisions that several others come after",
	Long: `Prints each revision where the history parts, with the revisions that come after
it and the heads that they lead to. A history in one line prints nothing.`,
	Examples: []command.Example{
		{"branches", "where the history parts"},
		{"branches --json", "for a program"},
	},
	Flags: func(f *pflag.FlagSet) { f.Bool("json", false, "print JSON") },
	Run:   runBranches,
}

// A fork is a revision with several children.
type fork struct {
	migrations.Node
	Branches []branch `json:"branches"`
}

type branch struct {
	migrations.Node
	Heads []string `json:"heads"`
}

func runBranches(_ context.Context, in *command.Invocation) error {
	p, err := openProject(in)
	if err != nil {
		return err
	}
	forks := p.forks()
	if p.asJSON() {
		return p.encode(forks)
	}
	if len(forks) == 0 {
		p.say("the history does not part")
	}
	for _, f := range forks {
		fmt.Fprintf(in.Stdout, "%s  %s\n", in.Style.Yellow(f.ID), f.Message)
		for _, b := range f.Branches {
			fmt.Fprintf(in.Stdout, "  -> %s%s  %s%s\n", in.Style.Yellow(b.ID), labels(b.Labels), b.Message, leadsTo(b))
		}
	}
	return nil
}

func (p *project) forks() []fork {
	forks := []fork{}
	for _, id := range p.graph.BranchPoints() {
		node, _ := p.graph.Node(id)
		f := fork{Node: node}
		for _, child := range p.graph.Children(id) {
			node, _ := p.graph.Node(child)
			f.Branches = append(f.Branches, branch{node, p.headsAbove(child)})
		}
		forks = append(forks, f)
	}
	return forks
}

// headsAbove returns the heads that a revision leads to.
func (p *project) headsAbove(id string) []string {
	var heads []string
	for _, head := range p.graph.Heads() {
		if p.upTo(head)[id] {
			heads = append(heads, head)
		}
	}
	return heads
}

// upTo returns the revisions that come before these, and themselves.
func (p *project) upTo(ids ...string) map[string]bool {
	seen := map[string]bool{}
	for len(ids) > 0 {
		id := ids[len(ids)-1]
		ids = ids[:len(ids)-1]
		if !seen[id] {
			seen[id] = true
			node, _ := p.graph.Node(id)
			ids = append(ids, node.Parents...)
		}
	}
	return seen
}

func labels(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return " (" + strings.Join(list, ", ") + ")"
}

func leadsTo(b branch) string {
	if len(b.Heads) == 1 && b.Heads[0] == b.ID {
		return " (head)"
	}
	return ", up to " + strings.Join(b.Heads, ", ")
}
