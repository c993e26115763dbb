package migrations

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/pflag"

	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/internal/command"
)

func (c *commands) current() *command.Command {
	var checkHeads bool
	return &command.Command{
		Name: "current", Group: groupLook,
		Short: "print the revision that the database is at",
		Examples: []command.Example{
			{"current", "where the database stands"},
			{"current --check-heads", "exit with 1 unless it has all revisions"},
		},
		Flags: func(f *pflag.FlagSet) {
			f.BoolVarP(&checkHeads, "check-heads", "c", false, "exit with 1 unless the database is at all heads")
			c.jsonFlag(f)
		},
		Run: func(ctx context.Context, in *command.Invocation) error {
			graph, err := c.env.checkedGraph()
			if err != nil {
				return err
			}
			rows, err := c.currentRows(ctx, in)
			if err != nil {
				return err
			}
			if err := c.printNodes(in, graph, rows, rows); err != nil {
				return err
			}
			if len(rows) == 0 && !c.json {
				fmt.Fprintln(in.Stdout, "base")
			}
			if checkHeads && !sameRows(rows, graph.rows(graph.applied(graph.Heads()))) {
				return command.ErrNo
			}
			return nil
		},
	}
}

func (c *commands) heads() *command.Command {
	return &command.Command{
		Name: "heads", Group: groupLook,
		Short:    "print the revisions that no other comes after",
		Examples: []command.Example{{"heads", "the newest revision, or one for each branch"}},
		Flags:    c.jsonFlag,
		Run: func(_ context.Context, in *command.Invocation) error {
			graph, err := c.env.Graph()
			if err != nil {
				return err
			}
			return c.printNodes(in, graph, graph.Heads(), nil)
		},
	}
}

func (c *commands) history() *command.Command {
	var span string
	var indicate bool
	return &command.Command{
		Name: "history", Group: groupLook,
		Short: "list the revisions, newest first",
		Examples: []command.Example{
			{"history", "all revisions"},
			{"history -i", "mark where the database stands"},
			{"history -r 61e5:", "from 61e524cfcce2 on"},
			{"history -r -3:current", "the last three that were applied"},
		},
		Flags: func(f *pflag.FlagSet) {
			f.StringVarP(&span, "rev-range", "r", "", "a `range` FROM:TO; either may be left out")
			f.BoolVarP(&indicate, "indicate-current", "i", false, "mark where the database stands")
			c.jsonFlag(f)
		},
		Run: func(ctx context.Context, in *command.Invocation) error {
			return c.listHistory(ctx, in, cmp.Or(span, ":"), indicate)
		},
	}
}

func (c *commands) listHistory(ctx context.Context, in *command.Invocation, span string, indicate bool) error {
	graph, err := c.env.Graph()
	if err != nil {
		return err
	}
	var rows []string
	if indicate || needsCurrent(span) {
		if rows, err = c.currentRows(ctx, in); err != nil {
			return err
		}
	}
	ids, err := graph.Range(span, rows)
	if err != nil {
		return err
	}
	slices.Reverse(ids)
	if c.json {
		return printJSON(in.Stdout, c.describe(graph, ids, rows))
	}
	if !indicate {
		rows = nil
	}
	if len(graph.Nodes()) == 0 && !c.quiet {
		fmt.Fprintln(in.Stderr, "there is no revision yet")
	}
	printHistory(in.Stdout, in.Style, graph, ids, rows)
	return nil
}

// needsCurrent reports whether a range is relative to where the database
// stands.
func needsCurrent(span string) bool {
	from, to, _ := strings.Cut(span, ":")
	relative := func(s string) bool {
		return strings.Contains(s, "current") || strings.HasPrefix(s, "-") || strings.HasPrefix(s, "+") || strings.Contains(s, "@-") || strings.Contains(s, "@+")
	}
	return relative(from) || relative(to)
}

func (c *commands) show() *command.Command {
	return &command.Command{
		Name: "show", Args: "REV", MinArgs: 1, MaxArgs: 1, Group: groupLook,
		Short: "print what a revision does, as SQL",
		Examples: []command.Example{
			{"show head", "the newest revision"},
			{"show 61e5", "the revision 61e524cfcce2"},
			{"show current", "the one that the database is at"},
		},
		Flags:    c.jsonFlag,
		Complete: c.complete("head", "heads", "current"),
		Run: func(ctx context.Context, in *command.Invocation) error {
			graph, err := c.env.Graph()
			if err != nil {
				return err
			}
			var rows []string
			if needsCurrent(in.Args[0]) {
				if rows, err = c.currentRows(ctx, in); err != nil {
					return err
				}
			}
			ids, err := graph.Find(in.Args[0], rows)
			if err != nil {
				return err
			}
			if c.json {
				return printJSON(in.Stdout, c.describe(graph, ids, rows))
			}
			for i, id := range ids {
				if i > 0 {
					fmt.Fprintln(in.Stdout)
				}
				c.printRevision(in.Stdout, in.Style, graph, id)
			}
			return nil
		},
	}
}

func (c *commands) check() *command.Command {
	return &command.Command{
		Name: "check", Group: groupLook,
		Short: "are all revisions applied, as they are written?",
		Long: `Exits with 0 if the database has all revisions, and with 1 if some are pending, if one stands half-way,
if one was edited after it was applied, or if the database has a revision that this program lacks.`,
		Examples: []command.Example{{"check --wait 60s", "in an init container: may the service start?"}},
		Flags:    c.jsonFlag,
		Run: func(ctx context.Context, in *command.Invocation) error {
			state, err := c.state(ctx, in)
			if err != nil {
				return err
			}
			if c.json {
				err = printJSON(in.Stdout, state)
			} else if !c.quiet || !state.OK {
				state.print(in.Stdout, in.Style)
			}
			if err == nil && !state.OK {
				err = command.ErrNo
			}
			return err
		},
	}
}

// State is the answer of check.
type State struct {
	OK      bool     `json:"ok"`
	Current []string `json:"current"`
	Pending []Node   `json:"pending"`
	Unknown []string `json:"unknown,omitempty"`
	Edited  []string `json:"edited,omitempty"`
	HalfWay string   `json:"half_way,omitempty"`
}

func (c *commands) state(ctx context.Context, in *command.Invocation) (State, error) {
	state := State{Pending: []Node{}}
	graph, err := c.env.checkedGraph()
	if err != nil {
		return state, err
	}
	s, err := c.session(ctx, in)
	if err != nil {
		return state, err
	}
	defer s.close(ctx)
	r := &runner{session: s, graph: graph}
	if err := r.look(ctx); err != nil {
		return state, err
	}
	state.Current = append([]string{}, r.at...)
	for _, id := range r.at {
		if _, found := graph.Node(id); !found {
			state.Unknown = append(state.Unknown, id)
		}
	}
	if len(state.Unknown) == 0 {
		pending, err := graph.Pending(r.at)
		if err != nil {
			return state, err
		}
		for _, id := range pending {
			node, _ := graph.Node(id)
			state.Pending = append(state.Pending, node)
		}
	}
	for _, revision := range r.edited() {
		state.Edited = append(state.Edited, revision.ID)
	}
	if r.record.open != nil {
		state.HalfWay = r.record.open.revision
	}
	state.OK = len(state.Pending)+len(state.Unknown)+len(state.Edited) == 0 && state.HalfWay == ""
	return state, nil
}

func (s State) print(w io.Writer, style command.Style) {
	if s.OK {
		fmt.Fprintf(w, "all revisions are applied: the database is at %s\n", at(s.Current))
		return
	}
	for _, n := range s.Pending {
		fmt.Fprintf(w, "%s  %s  %s\n", style.Red("pending "), style.Yellow(n.ID), n.Message)
	}
	for _, id := range s.Unknown {
		fmt.Fprintf(w, "%s  %s  the database has it, no file does\n", style.Red("unknown "), style.Yellow(id))
	}
	for _, id := range s.Edited {
		fmt.Fprintf(w, "%s  %s  edited after it was applied\n", style.Red("edited  "), style.Yellow(id))
	}
	if s.HalfWay != "" {
		fmt.Fprintf(w, "%s  %s  begun and not finished\n", style.Red("half-way"), style.Yellow(s.HalfWay))
	}
}

// described is a revision as JSON tells it.
type described struct {
	Node
	Head      bool     `json:"head"`
	Current   bool     `json:"current"`
	Upgrade   []string `json:"upgrade,omitempty"`
	Downgrade []string `json:"downgrade,omitempty"`
}

func (c *commands) describe(graph *Graph, ids, rows []string) []described {
	list := make([]described, 0, len(ids))
	for _, id := range ids {
		node, found := graph.Node(id)
		if !found {
			node.ID = id
		}
		if node.Parents == nil {
			node.Parents = []string{}
		}
		revision := c.env.revision(id)
		list = append(list, described{
			Node: node, Head: found && len(graph.Children(id)) == 0, Current: slices.Contains(rows, id),
			Upgrade: stepTexts(revision.Upgrade), Downgrade: stepTexts(revision.Downgrade),
		})
	}
	return list
}

// stepTexts are the steps as SQL, for reading.
func stepTexts(steps []Step) []string {
	units, err := compile(steps)
	if err != nil {
		return []string{"-- " + err.Error()}
	}
	var texts []string
	for _, u := range units {
		if u.fn != nil {
			texts = append(texts, "-- a Go function")
			continue
		}
		texts = append(texts, strings.TrimSuffix(ddl.Script([]ddl.Statement{{SQL: u.sql}}), "\n"))
	}
	return texts
}

// printNodes prints a line for each id, or JSON.
func (c *commands) printNodes(in *command.Invocation, graph *Graph, ids, rows []string) error {
	if c.json {
		return printJSON(in.Stdout, c.describe(graph, ids, rows))
	}
	for _, id := range ids {
		node, found := graph.Node(id)
		if !found {
			fmt.Fprintf(in.Stdout, "%s %s\n", in.Style.Yellow(id), in.Style.Red("(in no file)"))
			continue
		}
		line := in.Style.Yellow(id) + marks(in.Style, graph, id, nil)
		if node.Message != "" {
			line += "  " + node.Message
		}
		fmt.Fprintln(in.Stdout, line)
	}
	return nil
}

// marks are what stands in parentheses behind an id, as in Alembic.
func marks(style command.Style, graph *Graph, id string, rows []string) string {
	var list []string
	node, _ := graph.Node(id)
	if len(node.Labels) > 0 {
		list = append(list, style.Cyan("("+strings.Join(node.Labels, ", ")+")"))
	}
	if len(graph.Children(id)) == 0 {
		list = append(list, style.Green("(head)"))
	}
	if len(graph.Children(id)) > 1 {
		list = append(list, "(branchpoint)")
	}
	if len(node.Parents) > 1 {
		list = append(list, "(mergepoint)")
	}
	if slices.Contains(rows, id) {
		list = append(list, style.Bold("(current)"))
	}
	if len(list) == 0 {
		return ""
	}
	return " " + strings.Join(list, " ")
}

// printHistory prints a line for each revision: where it comes from, its id,
// its marks, its message.
func printHistory(w io.Writer, style command.Style, graph *Graph, ids, rows []string) {
	var fromTo, markTo int
	from := map[string]string{}
	for _, id := range ids {
		node, _ := graph.Node(id)
		from[id] = strings.Join(node.Parents, ", ")
		if from[id] == "" {
			from[id] = "<base>"
		}
		fromTo = max(fromTo, len(from[id]))
		markTo = max(markTo, utf8.RuneCountInString(id+marks(command.Style{}, graph, id, rows)))
	}
	for _, id := range ids {
		node, _ := graph.Node(id)
		plain := id + marks(command.Style{}, graph, id, rows)
		fill := strings.Repeat(" ", markTo-utf8.RuneCountInString(plain))
		line := fmt.Sprintf("%s -> %s%s%s  %s", style.Dim(pad(from[id], fromTo)), style.Yellow(id), marks(style, graph, id, rows), fill, node.Message)
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
}

// printRevision prints all that is known of a revision.
func (c *commands) printRevision(w io.Writer, style command.Style, graph *Graph, id string) {
	node, found := graph.Node(id)
	if !found {
		fmt.Fprintf(w, "%s %s\n", style.Yellow(id), style.Red("(in no file)"))
		return
	}
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(w, "%s %s\n", style.Dim(pad(name+":", 12)), value)
		}
	}
	field("Revision", style.Yellow(id)+marks(style, graph, id, nil))
	field("Message", node.Message)
	if len(node.Parents) > 1 {
		field("Merges", strings.Join(node.Parents, ", "))
	} else {
		field("Parent", strings.Join(append(node.Parents, "<base>")[:1], ""))
	}
	field("Depends on", strings.Join(node.DependsOn, ", "))
	field("Branches", strings.Join(graph.branchesInto(id), ", "))
	field("File", node.File)
	revision := c.env.revision(id)
	printSteps(w, style, "Upgrade", stepTexts(revision.Upgrade))
	if revision.Irreversible != "" {
		field("Downgrade", "none: "+revision.Irreversible)
		return
	}
	printSteps(w, style, "Downgrade", stepTexts(revision.Downgrade))
}

// branchesInto returns the children of a branch point.
func (g *Graph) branchesInto(id string) []string {
	if len(g.children[id]) < 2 {
		return nil
	}
	return g.children[id]
}

func printSteps(w io.Writer, style command.Style, title string, texts []string) {
	if len(texts) == 0 {
		return
	}
	fmt.Fprintf(w, "%s\n", style.Dim(title+":"))
	for _, text := range texts {
		fmt.Fprintln(w, indent(text))
	}
}

func printJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}
