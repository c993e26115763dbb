package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/internal/hint"
)

var mergeCommand = &command.Command{
	Name: "merge", Group: groupHistory, Args: "[REV…]", MaxArgs: -1,
	Short: "write a revision that joins several heads",
	Long: `Writes an empty revision that comes after all the heads named, or after all heads
there are, and makes it the newest one in HEAD. The branches stay as they are and
are applied in any order, so use it where they are independent of each other, or
where one has been applied already; else deed rebase keeps the history in one line.`,
	Examples: []command.Example{
		{"merge", "join all heads"},
		{`merge 3f1c 61e5 -m "billing and search"`, "join these two"},
	},
	Flags: func(f *pflag.FlagSet) {
		f.StringP("message", "m", "", "what the revision does (default: merge, and the heads)")
		f.String("rev-id", "", "the revision's id instead of a random one")
		writtenFlag(f)
	},
	Complete: completeRevisions,
	Run:      runMerge,
}

func runMerge(_ context.Context, in *command.Invocation) error {
	p, err := openProject(in)
	if err != nil {
		return err
	}
	parents, err := p.mergeable(in.Args)
	if err != nil {
		return err
	}
	r, err := p.revisionAfter(parents)
	if err != nil {
		return err
	}
	if r.Message, _ = in.Flags.GetString("message"); r.Message == "" {
		r.Message = "merge " + strings.Join(parents, " and ")
	}
	r.Upgrade, r.Downgrade = []codegen.Step{}, []codegen.Step{}
	return p.write(r)
}

// mergeable returns the heads that the addresses name, all of them for none.
func (p *project) mergeable(addresses []string) ([]string, error) {
	if len(addresses) == 0 {
		addresses = []string{"heads"}
	}
	var ids []string
	for _, address := range addresses {
		found, err := p.graph.Find(address, nil)
		if err != nil {
			return nil, err
		}
		for _, id := range found {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	for _, id := range ids {
		if after := p.graph.Children(id); len(after) > 0 {
			return nil, hint.New(fmt.Sprintf("%s is not a head: %s comes after it", id, strings.Join(after, " and ")),
				"deed heads lists those that can be joined: "+strings.Join(p.graph.Heads(), ", "))
		}
	}
	if len(ids) < 2 {
		return nil, hint.New("there is nothing to merge: it takes two heads", "deed heads lists them")
	}
	return ids, nil
}
