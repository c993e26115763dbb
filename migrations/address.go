package migrations

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/deedsql/deed/internal/hint"
)

// An address names revisions as Alembic's users write them: an id or the
// first letters of one, head, heads, base, current, a label; +2 and -1 steps
// from the database's current revision or from any of those; label@ before
// it, to stay on one branch.
type address struct {
	text   string
	branch string // empty: any
	symbol string // empty: where the database stands
	steps  int    // how far from there
	signed bool   // steps are written
}

var addressForm = regexp.MustCompile(`^(?:([^@]+)@)?([A-Za-z0-9_]*)([+-][0-9]+)?$`)

func parseAddress(text string) (address, error) {
	m := addressForm.FindStringSubmatch(text)
	if m == nil || m[2] == "" && m[3] == "" {
		return address{}, hint.Wrap(fmt.Errorf("%q is no revision address", text),
			"an address is an id or its first letters, head, heads, base, current, +1, -1, an id with +1 or -1 behind it, or label@head")
	}
	a := address{text: text, branch: m[1], symbol: m[2], signed: m[3] != ""}
	if a.signed {
		n, err := strconv.Atoi(m[3])
		if err != nil {
			return address{}, fmt.Errorf("reading %q: %s is too large", text, m[3])
		}
		a.steps = n
	}
	return a, nil
}

// Find returns the revisions that an address means in a database with these
// version rows: none for base, several for heads and possibly for current.
func (g *Graph) Find(text string, rows []string) ([]string, error) {
	a, err := parseAddress(text)
	if err != nil {
		return nil, err
	}
	within, err := g.branch(a.branch)
	if err != nil {
		return nil, err
	}
	start, err := g.symbol(a, rows, within)
	if err != nil || !a.signed {
		return start, err
	}
	return g.step(a, start, within)
}

// FindOne is [Graph.Find] where exactly one revision is wanted.
func (g *Graph) FindOne(text string, rows []string) (string, error) {
	ids, err := g.Find(text, rows)
	switch {
	case err != nil:
		return "", err
	case len(ids) == 0:
		return "", fmt.Errorf("%q is before the first revision", text)
	case len(ids) > 1:
		return "", fmt.Errorf("%q means %d revisions: %s", text, len(ids), strings.Join(ids, ", "))
	}
	return ids[0], nil
}

// branch returns the revisions on the branch that a label or a revision
// names; nil stands for all.
func (g *Graph) branch(name string) (set, error) {
	if name == "" {
		return nil, nil
	}
	id, found := g.labels[name]
	if !found {
		var err error
		if id, err = g.lookup(name); err != nil {
			return nil, err
		}
	}
	within := closure([]string{id}, g.children)
	for parents := g.nodes[id].Parents; len(parents) == 1 && len(g.children[parents[0]]) == 1; parents = g.nodes[parents[0]].Parents {
		within[parents[0]] = true
	}
	return within, nil
}

func only(ids []string, within set) []string {
	if within == nil {
		return ids
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !within[id] })
}

// symbol returns what the word of an address means.
func (g *Graph) symbol(a address, rows []string, within set) ([]string, error) {
	switch a.symbol {
	case "base":
		return nil, nil
	case "", "current":
		return only(rows, within), nil
	case "heads":
		return only(g.Heads(), within), nil
	case "head":
		heads := only(g.Heads(), within)
		if len(heads) > 1 {
			return nil, g.manyHeads(a, heads)
		}
		return heads, nil
	}
	id, err := g.lookup(a.symbol)
	if err != nil {
		return nil, err
	}
	if within != nil && !within[id] {
		return nil, fmt.Errorf("revision %s is not on branch %q", g.nodes[id], a.branch)
	}
	return []string{id}, nil
}

func (g *Graph) manyHeads(a address, heads []string) error {
	names := make([]string, len(heads))
	for i, id := range heads {
		names[i] = g.nodes[id].String()
	}
	return hint.Wrap(
		fmt.Errorf("there are %d heads, so %q is ambiguous: %s", len(heads), a.text, strings.Join(names, " and ")),
		"re-parent one of them with 'deed rebase', join them with 'deed merge heads', or name one: an id, label@head, or 'heads' for all")
}

// shortest is the shortest part of an id that is taken for the id, as in
// Alembic; it keeps "1" from meaning a revision where -1 was meant.
const shortest = 4

// lookup returns the revision of that id, label, or first letters.
func (g *Graph) lookup(name string) (string, error) {
	if _, found := g.nodes[name]; found {
		return name, nil
	}
	if id, found := g.labels[name]; found {
		return id, nil
	}
	if len(name) < shortest {
		return "", hint.Wrap(fmt.Errorf("no revision is called %q", name), "a partial id needs at least %d characters", shortest)
	}
	matches := g.filter(func(id string) bool { return strings.HasPrefix(id, name) })
	switch len(matches) {
	case 1:
		return matches[0], nil
	case 0:
		err := fmt.Errorf("no revision is called %q", name)
		if near := hint.Nearest(name, g.names()); near != "" {
			return "", hint.Wrap(err, "did you mean %s?", near)
		}
		return "", hint.Wrap(err, "'deed history' lists the revisions")
	}
	return "", fmt.Errorf("several revisions start with %q: %s", name, strings.Join(matches, ", "))
}

// step walks from start, up along children or down along parents.
func (g *Graph) step(a address, start []string, within set) ([]string, error) {
	if len(start) > 1 {
		return nil, hint.Wrap(fmt.Errorf("%q is ambiguous: it would start from %s", a.text, strings.Join(start, " and ")),
			"name the branch (label@%+d) or the revision", a.steps)
	}
	at := "" // the place before the first revision
	if len(start) == 1 {
		at = start[0]
	}
	for range max(a.steps, -a.steps) {
		next, err := g.neighbour(at, a.steps > 0, within)
		if err != nil {
			return nil, fmt.Errorf("walking %q: %w", a.text, err)
		}
		at = next
	}
	if at == "" {
		return nil, nil
	}
	return []string{at}, nil
}

// neighbour returns the one revision above or below id; "" stands for the
// place before the first revision.
func (g *Graph) neighbour(id string, up bool, within set) (string, error) {
	var next []string
	switch {
	case up && id == "":
		next = g.Bases()
	case up:
		next = g.children[id]
	case id == "":
		return "", errors.New("there is nothing before the first revision")
	default:
		if next = g.nodes[id].Parents; len(next) == 0 {
			return "", nil
		}
	}
	switch next = only(next, within); {
	case len(next) == 1:
		return next[0], nil
	case len(next) > 1:
		return "", fmt.Errorf("the way parts at %s: %s", orBase(id), strings.Join(next, " or "))
	case up:
		return "", fmt.Errorf("there is nothing after %s", orBase(id))
	}
	return "", fmt.Errorf("the branch begins at %s", id)
}

func orBase(id string) string {
	if id == "" {
		return "base"
	}
	return id
}
