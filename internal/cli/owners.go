package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/pflag"

	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/schema"
)

var ownersCommand = &command.Command{
	Name: "owners", Group: groupOwn, Args: "[TABLE…]", MaxArgs: -1,
	Short: "whose is every table, and by what evidence",
	Long: `Lists the tables, views, sequences and types of the database with the service that
owns each, the evidence (created, adopted, model, owns) and the revision that gave
it, and below each what crosses the border to somebody else: foreign keys in and
out, views, functions, triggers, children. History tables of other tools, the
members of extensions and the schemas of platforms are named; the rest is
unclaimed.

What other services own is read from the register deed_ownership, which every
upgrade writes; what this one owns also from its models, revisions and Owns.`,
	Examples: []command.Example{
		{"owners", "list everything"},
		{"owners users auth.sessions", "only these, with what crosses their border"},
		{"owners --json > owners.json", "write the list that deed lint --owners reads"},
	},
	Flags: func(f *pflag.FlagSet) { f.Bool("json", false, "print JSON") },
	Run:   runOwners,
}

func runOwners(ctx context.Context, in *command.Invocation) error {
	p, err := openProject(in)
	if err != nil {
		return err
	}
	conn, err := p.connect(ctx)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := p.versions(ctx, conn); err != nil {
		return err
	}
	list, err := p.survey(ctx, conn)
	if err != nil {
		return err
	}
	if list, err = named(list, in.Args); err != nil {
		return err
	}
	if p.asJSON() {
		return p.encode(list)
	}
	return p.printOwners(list)
}

// named keeps the holdings with the given names.
func named(list []holding, args []string) ([]holding, error) {
	if len(args) == 0 {
		return list, nil
	}
	var kept []holding
	for _, arg := range args {
		name, before := schema.ParseName(arg), len(kept)
		for _, h := range list {
			if h.Name == name {
				kept = append(kept, h)
			}
		}
		if len(kept) == before {
			return nil, fmt.Errorf("the database has no %s", arg)
		}
	}
	return kept, nil
}

func (p *project) printOwners(list []holding) error {
	var aligned strings.Builder
	w := tabwriter.NewWriter(&aligned, 0, 0, 2, ' ', 0)
	for _, h := range list {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", h.Name, h.Kind, h.owner(), h.reason())
		for _, c := range h.Crosses {
			fmt.Fprintf(w, "    %s\t\t%s\t\n", c, c.owner())
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for line := range strings.Lines(aligned.String()) {
		fmt.Fprintln(p.in.Stdout, strings.TrimRight(line, " \n"))
	}
	return nil
}

// A holding is an object of the database with its owner. Its JSON is what
// package lint reads as an Owner.
type holding struct {
	Kind     string      `json:"kind"`
	Name     schema.Name `json:"name"`
	Service  string      `json:"service,omitempty"`
	Evidence string      `json:"evidence,omitempty"`
	Since    string      `json:"since,omitempty"` // the revision
	At       string      `json:"at,omitempty"`
	// Of says what else it belongs to: "extension postgis", "history table of
	// Alembic".
	Of string `json:"of,omitempty"`
	// Also are services that claim it beside its owner.
	Also    []string   `json:"also,omitempty"`
	Crosses []crossing `json:"crosses,omitempty"`
}

// owner is the service, or what else is known.
func (h holding) owner() string { return cmp.Or(h.Service, h.Of, "unclaimed") }

// reason is the evidence in words.
func (h holding) reason() string {
	var words []string
	if h.Evidence != "" {
		words = append(words, h.Evidence)
	}
	if h.Since != "" {
		words = append(words, "by "+h.Since)
	}
	if h.At != "" {
		words = append(words, "on "+h.At)
	}
	if len(h.Also) > 0 {
		words = append(words, "but claimed by "+strings.Join(h.Also, ", ")+" too")
	}
	return strings.Join(words, " ")
}

// A crossing is something that ties an object to one of another owner.
type crossing struct {
	// Direction is "in" for what rests on the object, "out" for what the
	// object rests on.
	Direction string `json:"direction"`
	What      string `json:"what"`
	Object    string `json:"object"`
	Service   string `json:"service,omitempty"`
}

func (c crossing) String() string {
	if c.Direction == "in" {
		return "← " + c.What
	}
	return "→ " + c.What
}

func (c crossing) owner() string { return cmp.Or(c.Service, "unclaimed") }

func sortHoldings(list []holding) {
	slices.SortFunc(list, func(a, b holding) int {
		return cmp.Or(cmp.Compare(a.Name.Schema(), b.Name.Schema()), cmp.Compare(a.Name.Object(), b.Name.Object()), cmp.Compare(a.Kind, b.Kind))
	})
}
