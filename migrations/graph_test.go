package migrations

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/deedsql/deed/internal/hint"
)

// nodes reads a history in short hand, one revision a word:
// "id<parent,parent@label!dependency".
func nodes(text string) []Node {
	var list []Node
	for word := range strings.FieldsSeq(text) {
		var n Node
		word, dependencies, _ := strings.Cut(word, "!")
		word, label, _ := strings.Cut(word, "@")
		id, parents, _ := strings.Cut(word, "<")
		n.ID = id
		n.Parents = splitNonEmpty(parents)
		n.Labels = splitNonEmpty(label)
		n.DependsOn = splitNonEmpty(dependencies)
		list = append(list, n)
	}
	return list
}

func splitNonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

func graph(t *testing.T, text string) *Graph {
	t.Helper()
	g, err := NewGraph(nodes(text))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// The histories that the tests below walk.
const (
	linear   = "a001 b002<a001 c003<b002 d004<c003"
	forked   = "a001 b002<a001 left1<b002@left left2<left1 right1<b002@right right2<right1"
	merged   = forked + " merge1<left2,right2 after1<merge1"
	twoBases = "a001@one a002<a001 z001@two z002<z001!a002"
)

func TestFind(t *testing.T) {
	tests := []struct {
		history, address, rows, want string
	}{
		{linear, "head", "", "d004"},
		{linear, "base", "", ""},
		{linear, "current", "b002", "b002"},
		{linear, "c003", "", "c003"},
		{linear, "+1", "", "a001"},
		{linear, "+2", "b002", "d004"},
		{linear, "-1", "b002", "a001"},
		{linear, "-2", "b002", ""},
		{linear, "b002+1", "", "c003"},
		{linear, "head-1", "", "c003"},
		{linear, "+3", "b002", `error: walking "+3": there is nothing after d004`},
		{linear, "-3", "b002", `error: walking "-3": there is nothing before the first revision`},
		{linear, "1", "", `error: no revision is called "1" (a partial id needs at least 4 characters)`},
		{linear, "c030", "", `error: no revision is called "c030" (did you mean c003?)`},
		{linear, "wrong", "", `error: no revision is called "wrong" ('deed history' lists the revisions)`},
		{linear, "a b", "", `error: "a b" is no revision address (an address is an id or its first letters, head, heads, base, current, +1, -1, an id with +1 or -1 behind it, or label@head)`},
		{"abcd01 abcd02<abcd01", "abcd", "", `error: several revisions start with "abcd": abcd01, abcd02`},
		{"abcd01 abce02<abcd01", "abcd", "", "abcd01"},
		{forked, "heads", "", "left2 right2"},
		{forked, "left@head", "", "left2"},
		{forked, "right@+1", "right1", "right2"},
		{forked, "left1@head", "", "left2"},
		{forked, "left", "", "left1"},
		{forked, "b002+1", "", `error: walking "b002+1": the way parts at b002: left1 or right1`},
		{forked, "+1", "left1 right1", `error: "+1" is ambiguous: it would start from left1 and right1 (name the branch (label@+1) or the revision)`},
		{forked, "left@right2", "", `error: revision right2 is not on branch "left"`},
		{merged, "head", "", "after1"},
		{merged, "head-1", "", "merge1"},
		{twoBases, "two@head", "", "z002"},
		{twoBases, "two@+1", "", "z001"},
	}
	for _, test := range tests {
		got, err := graph(t, test.history).Find(test.address, strings.Fields(test.rows))
		if s := outcome(strings.Join(got, " "), err); s != test.want {
			t.Errorf("Find(%q) at %q:\n got %s\nwant %s", test.address, test.rows, s, test.want)
		}
	}
}

// outcome is the result, or the error with its hints.
func outcome(result string, err error) string {
	if err == nil {
		return result
	}
	s := "error: " + err.Error()
	if hints := hint.Of(err); len(hints) > 0 {
		s += " (" + strings.Join(hints, "; ") + ")"
	}
	return s
}

func TestHeadOfManyNamesThemAll(t *testing.T) {
	_, err := graph(t, forked).Find("head", nil)
	want := `error: there are 2 heads, so "head" is ambiguous: left2 and right2 (re-parent one of them with 'deed rebase', join them with 'deed merge heads', or name one: an id, label@head, or 'heads' for all)`
	if s := outcome("", err); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

func TestMoves(t *testing.T) {
	tests := []struct {
		history, rows, direction, target, want string
	}{
		{linear, "", "up", "head", "a001[a001] b002[b002] c003[c003] d004[d004]"},
		{linear, "b002", "up", "head", "c003[c003] d004[d004]"},
		{linear, "b002", "up", "+1", "c003[c003]"},
		{linear, "d004", "up", "head", ""},
		{linear, "c003", "up", "a001", ""},
		{linear, "d004", "down", "-1", "d004[c003]"},
		{linear, "d004", "down", "b002", "d004[c003] c003[b002]"},
		{linear, "b002", "down", "base", "b002[a001] a001[]"},
		{linear, "d004", "down", "d004-3", "d004[c003] c003[b002] b002[a001]"},
		{linear, "b002", "down", "-3", `error: "-3" goes below the first revision: only 2 are applied ('deed downgrade base' takes everything back)`},
		{linear, "b002", "down", "d004", `error: revision d004 is not applied, so there is no way down to it ('deed current' shows where the database stands; upgrade goes the other way)`},
		{linear, "ffff", "up", "head", "error: the database is at revision ffff, which is in no file (a newer build than this one has run: pull or deploy the newest revisions; if the file is gone for good, 'deed stamp --purge REV' writes the right revision into the version table)"},
		// Branches: a row for each.
		{forked, "b002", "up", "heads", "left1[left1] left2[left2] right1[left2 right1] right2[left2 right2]"},
		{forked, "left1", "up", "right@head", "right1[left1 right1] right2[left1 right2]"},
		{forked, "left2 right2", "down", "b002", "right2[left2 right1] right1[left2] left2[left1] left1[b002]"},
		{forked, "left2 right2", "down", "left@-1", "left2[left1 right2]"},
		{forked, "left2 right2", "down", "-1", `error: "-1" is ambiguous: the database stands at left2 and right2 (name the branch (label@-1) or the revision to go down to)`},
		{forked, "left2 right2", "down", "right@base", "right2[left2 right1] right1[left2]"},
		// A merge makes one row of two and back.
		{merged, "left2 right2", "up", "head", "merge1[merge1] after1[after1]"},
		{merged, "after1", "down", "-2", "after1[merge1] merge1[left2 right2]"},
		{merged, "after1", "down", "-3", `error: walking "-3": the way parts at merge1: left2 or right2`},
		// A dependency is applied first, and its row gives way.
		{twoBases, "", "up", "two@head", "a001[a001] a002[a002] z001[a002 z001] z002[z002]"},
		{twoBases, "z002", "down", "one@base", "z002[a002 z001] a002[a001 z001] a001[z001]"},
	}
	for _, test := range tests {
		g := graph(t, test.history)
		plan := g.Upgrade
		if test.direction == "down" {
			plan = g.Downgrade
		}
		moves, err := plan(strings.Fields(test.rows), test.target)
		if got := outcome(moveString(moves), err); got != test.want {
			t.Errorf("%s from %q to %q:\n got %s\nwant %s", test.direction, test.rows, test.target, got, test.want)
		}
	}
}

func moveString(moves []Move) string {
	words := make([]string, len(moves))
	for i, m := range moves {
		words[i] = fmt.Sprintf("%s%v", m.Revision, m.Rows)
	}
	return strings.Join(words, " ")
}

func TestStampRows(t *testing.T) {
	tests := []struct {
		history, rows, targets, want string
	}{
		{linear, "", "head", "d004"},
		{linear, "d004", "b002", "b002"},
		{linear, "d004", "base", ""},
		{forked, "left2", "right1", "left2 right1"},
		{forked, "left2 right2", "b002", "b002"},
		{forked, "", "left1 right2", "left1 right2"},
		{forked, "left2 right2", "left@base", "right2"},
		{merged, "left2 right2", "merge1", "merge1"},
	}
	for _, test := range tests {
		rows, err := graph(t, test.history).Stamp(strings.Fields(test.rows), strings.Fields(test.targets))
		if got := outcome(strings.Join(rows, " "), err); got != test.want {
			t.Errorf("Stamp(%q) at %q = %q, want %q", test.targets, test.rows, got, test.want)
		}
	}
}

func TestRange(t *testing.T) {
	for text, want := range map[string]string{
		":":          "a001 b002 c003 d004",
		"b002:":      "b002 c003 d004",
		"base:c003":  "a001 b002 c003",
		"-1:current": "b002 c003",
		"b002:c003":  "b002 c003",
		"b002":       `error: "b002" is no range (a range is FROM:TO, and either may be left out)`,
	} {
		ids, err := graph(t, linear).Range(text, []string{"c003"})
		if got := outcome(strings.Join(ids, " "), err); got != want {
			t.Errorf("Range(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestBrokenGraphs(t *testing.T) {
	for history, want := range map[string]string{
		"a001 a001":                     `error: revision id a001 stands twice: "" and "" (a copied file needs an id and a parent of its own)`,
		"a001 b002<a0001":               `error: revision b002 comes after "a0001", which is no revision (did you mean a001? A file may also be missing from the checkout)`,
		"a001<c003 b002<a001 c003<b002": "error: the revisions form a cycle: a001 after c003 after b002 after a001",
		"a001<a001":                     "error: the revisions form a cycle: a001 after a001",
		"a001!zzz":                      `error: revision a001 depends on "zzz", which is neither a revision nor a label`,
		"head":                          `error: reading revision head: the id "head" has a meaning of its own in addresses`,
		"a-1":                           `error: reading revision a-1: the id contains '-'; letters, digits and underscores are allowed`,
		"a001@x b002<a001@x":            `error: label "x" stands twice, on a001 and b002`,
		strings.Repeat("a", 33):         "error: reading revision " + strings.Repeat("a", 33) + ": the id has 33 characters, the version table holds 32",
	} {
		_, err := NewGraph(nodes(history))
		if got := outcome("", err); got != want {
			t.Errorf("NewGraph(%q):\n got %s\nwant %s", history, got, want)
		}
	}
}

// Whatever the order of the files, a revision comes after all below it.
func TestOrderDoesNotDependOnFiles(t *testing.T) {
	list := nodes(merged)
	slices.Reverse(list)
	g, err := NewGraph(list)
	if err != nil {
		t.Fatal(err)
	}
	seen := set{}
	for _, n := range g.Nodes() {
		for _, p := range n.Parents {
			if !seen[p] {
				t.Errorf("%s comes before its parent %s", n.ID, p)
			}
		}
		seen[n.ID] = true
	}
	if got := g.Heads(); !slices.Equal(got, []string{"after1"}) {
		t.Errorf("Heads = %q", got)
	}
	if got := g.BranchPoints(); !slices.Equal(got, []string{"b002"}) {
		t.Errorf("BranchPoints = %q", got)
	}
}

// A history of any length must not cost more than its length.
func TestLongHistory(t *testing.T) {
	const n = 20000
	list := make([]Node, n)
	for i := range list {
		list[i].ID = fmt.Sprintf("r%05d", i)
		if i > 0 {
			list[i].Parents = []string{list[i-1].ID}
		}
	}
	g, err := NewGraph(list)
	if err != nil {
		t.Fatal(err)
	}
	moves, err := g.Upgrade(nil, "head")
	if err != nil || len(moves) != n {
		t.Errorf("got %d moves, %v", len(moves), err)
	}
}
