package migrations

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/deedsql/deed/internal/hint"
)

// A Node is what the graph knows of a revision. It is the same whether it
// comes from a compiled [Environment] or was read from a file.
type Node struct {
	ID        string   `json:"id"`
	Parents   []string `json:"parents"`
	Labels    []string `json:"labels,omitempty"`
	DependsOn []string `json:"depends_on,omitempty"`
	Message   string   `json:"message"`
	File      string   `json:"file,omitempty"`
}

func (n Node) String() string {
	switch {
	case n.Message != "" && n.File != "":
		return fmt.Sprintf("%s (%s, in %s)", n.ID, n.Message, n.File)
	case n.Message != "" || n.File != "":
		return fmt.Sprintf("%s (%s)", n.ID, n.Message+n.File)
	}
	return n.ID
}

// A Graph is a history: revisions in an order that respects parents and
// dependencies. It may hold several bases, branches and merges.
type Graph struct {
	nodes    map[string]Node
	order    []string            // topological, first revision first
	rank     map[string]int      // position in order
	below    map[string][]string // parents and resolved dependencies
	above    map[string][]string // its inverse
	children map[string][]string // by parents alone
	labels   map[string]string   // label to the revision that carries it
}

// NewGraph builds the graph of the nodes. The error joins all that is wrong:
// duplicate and malformed ids, missing parents, cycles.
func NewGraph(nodes []Node) (*Graph, error) {
	g := &Graph{
		nodes: map[string]Node{}, rank: map[string]int{}, below: map[string][]string{}, above: map[string][]string{},
		children: map[string][]string{}, labels: map[string]string{},
	}
	errs := []error{g.addNodes(nodes)}
	for _, n := range nodes {
		errs = append(errs, g.connect(n))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	if err := g.sort(nodes); err != nil {
		return nil, err
	}
	return g, nil
}

func (g *Graph) addNodes(nodes []Node) error {
	var errs []error
	for _, n := range nodes {
		if err := CheckID(n.ID); err != nil {
			errs = append(errs, fmt.Errorf("reading revision %s: %w", n, err))
		}
		if first, found := g.nodes[n.ID]; found {
			errs = append(errs, hint.Wrap(
				fmt.Errorf("revision id %s stands twice: %s and %s", n.ID, about(first), about(n)),
				"a copied file needs an id and a parent of its own"))
			continue
		}
		g.nodes[n.ID] = n
		for _, label := range n.Labels {
			if other, found := g.labels[label]; found {
				errs = append(errs, fmt.Errorf("label %q stands twice, on %s and %s", label, other, n.ID))
			}
			g.labels[label] = n.ID
		}
	}
	return errors.Join(errs...)
}

func about(n Node) string {
	if n.File != "" {
		return n.File
	}
	return fmt.Sprintf("%q", n.Message)
}

// connect enters the edges of a node.
func (g *Graph) connect(n Node) error {
	var errs []error
	for _, parent := range n.Parents {
		if _, found := g.nodes[parent]; !found {
			errs = append(errs, hint.Wrap(
				fmt.Errorf("revision %s comes after %q, which is no revision", n, parent),
				"%s", g.missing(parent)))
			continue
		}
		g.children[parent] = append(g.children[parent], n.ID)
		g.edge(parent, n.ID)
	}
	for _, dependency := range n.DependsOn {
		id, found := g.labels[dependency]
		if !found {
			id = dependency
		}
		if _, found := g.nodes[id]; !found {
			errs = append(errs, fmt.Errorf("revision %s depends on %q, which is neither a revision nor a label", n, dependency))
			continue
		}
		g.edge(id, n.ID)
	}
	return errors.Join(errs...)
}

func (g *Graph) missing(id string) string {
	if near := hint.Nearest(id, g.names()); near != "" {
		return fmt.Sprintf("did you mean %s? A file may also be missing from the checkout", near)
	}
	return "is the file of that revision missing from the checkout?"
}

func (g *Graph) edge(low, high string) {
	if slices.Contains(g.below[high], low) {
		return
	}
	g.below[high] = append(g.below[high], low)
	g.above[low] = append(g.above[low], high)
}

// sort brings the nodes into an order in which each comes after all below it,
// keeping to the given order where that leaves a choice.
func (g *Graph) sort(nodes []Node) error {
	const visiting, done = 1, 2
	state := map[string]int{}
	var path []string
	var visit func(id string) error
	visit = func(id string) error {
		switch state[id] {
		case done:
			return nil
		case visiting:
			cycle := append(path[slices.Index(path, id):], id)
			return fmt.Errorf("the revisions form a cycle: %s", strings.Join(cycle, " after "))
		}
		state[id] = visiting
		path = append(path, id)
		for _, low := range g.below[id] {
			if err := visit(low); err != nil {
				return err
			}
		}
		path = path[:len(path)-1]
		state[id] = done
		g.rank[id] = len(g.order)
		g.order = append(g.order, id)
		return nil
	}
	for _, n := range nodes {
		if err := visit(n.ID); err != nil {
			return err
		}
	}
	return nil
}

// CheckID says what is wrong with a revision id: it must fit the version
// table and leave the signs of revision addresses alone.
func CheckID(id string) error {
	switch {
	case id == "":
		return errors.New("the id is empty")
	case len(id) > 32:
		return fmt.Errorf("the id has %d characters, the version table holds 32", len(id))
	case slices.Contains([]string{"base", "head", "heads", "current"}, id):
		return fmt.Errorf("the id %q has a meaning of its own in addresses", id)
	}
	for _, r := range id {
		if r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return fmt.Errorf("the id contains %q; letters, digits and underscores are allowed", r)
		}
	}
	return nil
}

// Node returns the node of that id.
func (g *Graph) Node(id string) (Node, bool) {
	n, found := g.nodes[id]
	return n, found
}

// Nodes returns all nodes, first revision first.
func (g *Graph) Nodes() []Node {
	nodes := make([]Node, len(g.order))
	for i, id := range g.order {
		nodes[i] = g.nodes[id]
	}
	return nodes
}

// Children returns the revisions that name id as a parent.
func (g *Graph) Children(id string) []string { return g.children[id] }

// Heads returns the revisions that no other comes after.
func (g *Graph) Heads() []string {
	return g.filter(func(id string) bool { return len(g.children[id]) == 0 })
}

// Bases returns the revisions without a parent.
func (g *Graph) Bases() []string {
	return g.filter(func(id string) bool { return len(g.nodes[id].Parents) == 0 })
}

// BranchPoints returns the revisions that several others come after.
func (g *Graph) BranchPoints() []string {
	return g.filter(func(id string) bool { return len(g.children[id]) > 1 })
}

func (g *Graph) filter(keep func(id string) bool) []string {
	var ids []string
	for _, id := range g.order {
		if keep(id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// A set is a set of revision ids.
type set map[string]bool

func (g *Graph) list(s set) []string {
	return g.filter(func(id string) bool { return s[id] })
}

// closure returns ids and all that the edges lead to from there.
func closure(ids []string, edges map[string][]string) set {
	reached := set{}
	stack := slices.Clone(ids)
	for len(stack) > 0 {
		id := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if reached[id] {
			continue
		}
		reached[id] = true
		stack = append(stack, edges[id]...)
	}
	return reached
}

// applied returns the revisions that a database with these version rows has:
// the rows and all below them.
func (g *Graph) applied(rows []string) set { return closure(rows, g.below) }

// rows returns the version rows of a database that has the applied revisions:
// those that no other applied one comes after or depends on.
func (g *Graph) rows(applied set) []string {
	return g.filter(func(id string) bool {
		return applied[id] && !slices.ContainsFunc(g.above[id], func(high string) bool { return applied[high] })
	})
}

// names returns everything a person may call a revision by.
func (g *Graph) names() []string {
	names := slices.Clone(g.order)
	if len(names) == 0 {
		for id := range g.nodes {
			names = append(names, id)
		}
	}
	for label := range g.labels {
		names = append(names, label)
	}
	slices.Sort(names)
	return names
}
