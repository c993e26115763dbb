package migrations

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/deedsql/deed/internal/hint"
)

// A Direction is the way a revision is gone.
type Direction string

// The directions, as deed_log spells them.
const (
	Up   Direction = "upgrade"
	Down Direction = "downgrade"
)

// A Move is one revision to apply or to take back, with the version rows
// before and after it.
type Move struct {
	Revision     string
	Direction    Direction
	Before, Rows []string
}

// Upgrade returns the moves from a database with these version rows to the
// target, lowest first. None means that it is there already.
func (g *Graph) Upgrade(rows []string, target string) ([]Move, error) {
	if err := g.known(rows); err != nil {
		return nil, err
	}
	ids, err := g.Find(target, rows)
	if err != nil {
		return nil, err
	}
	applied := g.applied(rows)
	wanted := closure(ids, g.below)
	var moves []Move
	for _, id := range g.order {
		if wanted[id] && !applied[id] {
			m := g.move(applied, rows, id, Up)
			moves, rows = append(moves, m), m.Rows
		}
	}
	return moves, nil
}

// Downgrade returns the moves that take a database with these version rows
// back to the target, highest first.
func (g *Graph) Downgrade(rows []string, target string) ([]Move, error) {
	if err := g.known(rows); err != nil {
		return nil, err
	}
	a, err := parseAddress(target)
	if err != nil {
		return nil, err
	}
	undo, err := g.undone(a, rows)
	if err != nil {
		return nil, err
	}
	applied := g.applied(rows)
	var moves []Move
	for _, id := range slices.Backward(g.order) {
		if undo[id] && applied[id] {
			m := g.move(applied, rows, id, Down)
			moves, rows = append(moves, m), m.Rows
		}
	}
	return moves, nil
}

// move enters the revision into applied, or takes it out, and returns how the
// rows change. It looks at the revision's neighbours only, so that a long
// history costs no more than its length.
func (g *Graph) move(applied set, before []string, id string, direction Direction) Move {
	covered := func(id string) bool {
		return slices.ContainsFunc(g.above[id], func(high string) bool { return applied[high] })
	}
	var rows []string
	if direction == Up {
		applied[id] = true
		rows = append(slices.DeleteFunc(slices.Clone(before), covered), id)
	} else {
		delete(applied, id)
		rows = slices.DeleteFunc(slices.Clone(before), func(row string) bool { return row == id })
		for _, low := range g.below[id] {
			if !covered(low) {
				rows = append(rows, low)
			}
		}
	}
	slices.SortFunc(rows, func(a, b string) int { return cmp.Compare(g.rank[a], g.rank[b]) })
	return Move{id, direction, before, rows}
}

// undone returns the revisions above the target of a downgrade.
func (g *Graph) undone(a address, rows []string) (set, error) {
	within, err := g.branch(a.branch)
	if err != nil {
		return nil, err
	}
	if a.symbol == "" && a.steps < 0 {
		return g.newest(a, only(rows, within), within)
	}
	ids, err := g.Find(a.text, rows)
	if err != nil {
		return nil, err
	}
	if len(ids) == 0 { // base
		all := within
		if all == nil {
			all = g.applied(rows)
		}
		return closure(g.list(all), g.above), nil
	}
	applied := g.applied(rows)
	undo := closure(ids, g.above)
	for _, id := range ids {
		if !applied[id] {
			return nil, hint.Wrap(fmt.Errorf("revision %s is not applied, so there is no way down to it", g.nodes[id]),
				"'deed current' shows where the database stands; upgrade goes the other way")
		}
		delete(undo, id)
	}
	return undo, nil
}

// newest returns the last -a.steps revisions below the only one of rows. A
// merge counts as one revision; beyond it the way is no longer clear.
func (g *Graph) newest(a address, rows []string, within set) (set, error) {
	if len(rows) == 0 {
		return nil, fmt.Errorf("%q goes below the first revision: nothing is applied", a.text)
	}
	if len(rows) > 1 {
		return nil, hint.Wrap(fmt.Errorf("%q is ambiguous: the database stands at %s", a.text, strings.Join(rows, " and ")),
			"name the branch (label@%d) or the revision to go down to", a.steps)
	}
	undo := set{rows[0]: true}
	for at := rows[0]; len(undo) < -a.steps; {
		next := only(g.nodes[at].Parents, within)
		if len(next) > 1 {
			return nil, fmt.Errorf("walking %q: the way parts at %s: %s", a.text, at, strings.Join(next, " or "))
		}
		if len(next) == 0 {
			return nil, hint.Wrap(fmt.Errorf("%q goes below the first revision: only %d are applied", a.text, len(undo)),
				"'deed downgrade base' takes everything back")
		}
		at = next[0]
		undo[at] = true
	}
	return closure(g.list(undo), g.above), nil
}

// Stamp returns the version rows of a database with these rows after the
// targets have been written into it: rows on the way to or beyond a target
// give way to it, those of other branches stay.
func (g *Graph) Stamp(rows, targets []string) ([]string, error) {
	rows = slices.Clone(rows)
	for _, target := range targets {
		ids, err := g.Find(target, rows)
		if err != nil {
			return nil, err
		}
		related := closure(ids, g.below)
		for id := range closure(ids, g.above) {
			related[id] = true
		}
		if len(ids) == 0 { // base, of everything or of a branch
			a, _ := parseAddress(target)
			if related, err = g.branch(a.branch); err != nil {
				return nil, err
			}
		}
		rows = slices.DeleteFunc(rows, func(id string) bool { return related == nil || related[id] })
		rows = g.rows(g.applied(append(rows, ids...)))
	}
	return rows, nil
}

// An UnknownRevisionError says that the version table holds revisions that
// the program does not have.
type UnknownRevisionError struct{ IDs []string }

func (e *UnknownRevisionError) Error() string {
	if len(e.IDs) == 1 {
		return fmt.Sprintf("the database is at revision %s, which is in no file", e.IDs[0])
	}
	return fmt.Sprintf("the database is at revisions %s, which are in no file", strings.Join(e.IDs, ", "))
}

// Hint names the usual cause.
func (e *UnknownRevisionError) Hint() string {
	return "a newer build than this one has run: pull or deploy the newest revisions; " +
		"if the file is gone for good, 'deed stamp --purge REV' writes the right revision into the version table"
}

// known returns an [UnknownRevisionError] if a row is no revision.
func (g *Graph) known(rows []string) error {
	var unknown []string
	for _, id := range rows {
		if _, found := g.nodes[id]; !found {
			unknown = append(unknown, id)
		}
	}
	if len(unknown) > 0 {
		return &UnknownRevisionError{unknown}
	}
	return nil
}

// Pending returns the revisions that a database with these rows lacks, lowest
// first.
func (g *Graph) Pending(rows []string) ([]string, error) {
	if err := g.known(rows); err != nil {
		return nil, err
	}
	applied := g.applied(rows)
	return g.filter(func(id string) bool { return !applied[id] }), nil
}

// Range returns the revisions of a range such as "base:head", "3f1c:" or
// "-3:current", lowest first, both ends included.
func (g *Graph) Range(text string, rows []string) ([]string, error) {
	from, to, found := strings.Cut(text, ":")
	if !found {
		return nil, hint.New(fmt.Sprintf("%q is no range", text), "a range is FROM:TO, and either may be left out")
	}
	if to == "" {
		to = "heads"
	}
	high, err := g.Find(to, rows)
	if err != nil {
		return nil, err
	}
	wanted := closure(high, g.below)
	if from != "" && from != "base" {
		low, err := g.Find(from, rows)
		if err != nil {
			return nil, err
		}
		if len(low) > 0 {
			after := closure(low, g.above)
			for id := range wanted {
				wanted[id] = after[id]
			}
		}
	}
	return g.list(wanted), nil
}
