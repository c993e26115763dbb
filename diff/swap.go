package diff

import (
	"fmt"
	"slices"
	"strings"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// This file is about names that change places. PostgreSQL renames one thing at
// a time, so where several get each other's names, one of them gets a name in
// the meantime that nothing else has.

// meantime is in the names that are given in the meantime.
const meantime = "deed_swap_"

// isForNow reports whether a name is one of these, or made of one.
func isForNow(name string) bool { return strings.Contains(name, meantime) }

func isMeantime(k key) bool { return isForNow(k.part) || isForNow(string(k.name)) }

// untangled returns the declared renames in an order in which each finds its
// new name free. Those that change names in a circle go by way of another name,
// or are left out if they are done already.
func (d *differ) untangled(from *schema.Database) []Rename {
	rest := slices.Clone(d.opts.Renames)
	slices.SortStableFunc(rest, func(a, b Rename) int { return a.turn() - b.turn() })
	var ordered []Rename
	for len(rest) > 0 {
		i := slices.IndexFunc(rest, func(r Rename) bool { return next(rest, r) < 0 })
		if i >= 0 {
			ordered = append(ordered, rest[i])
			rest = slices.Delete(rest, i, i+1)
			continue
		}
		circle := circleOf(rest)
		rest = slices.DeleteFunc(rest, func(r Rename) bool { return slices.Contains(circle, r) })
		if d.isToBeSwapped(from, circle) {
			ordered = append(ordered, byway(circle, len(ordered))...)
		}
	}
	return ordered
}

// turn puts tables first: columns are of tables by their new names.
func (r Rename) turn() int {
	if r.Kind == RenameTable {
		return 0
	}
	return 1
}

// next returns the place of the rename that makes the new name of another free,
// or -1.
func next(list []Rename, r Rename) int {
	return slices.IndexFunc(list, func(s Rename) bool {
		return s.Kind == r.Kind && s.Of == r.Of && s.From == r.To && s.Old == r.New
	})
}

// InCircle reports whether a rename is one of several that give things each
// other's names. A circle that models declare may be done already, which names
// alone do not tell.
func InCircle(list []Rename, r Rename) bool {
	i := next(list, r)
	for range list {
		if i < 0 || list[i] == r {
			break
		}
		i = next(list, list[i])
	}
	return i >= 0 && list[i] == r
}

// circleOf returns renames of which each takes the name of the next, where each
// has a next one.
func circleOf(list []Rename) []Rename {
	var path []int
	for i := 0; ; i = next(list, list[i]) {
		if start := slices.Index(path, i); start >= 0 {
			var circle []Rename
			for _, j := range path[start:] {
				circle = append(circle, list[j])
			}
			return circle
		}
		path = append(path, i)
	}
}

// byway returns the renames of a circle, last first, with the first one going by
// way of a name of its own.
func byway(circle []Rename, n int) []Rename {
	out, in := circle[0], circle[0]
	name := fmt.Sprint(meantime, n)
	if out.Kind == RenameTable || out.Kind == RenameType || out.Kind == RenameSequence {
		out.To = out.From.Sibling(name)
		in.From = out.To
	} else {
		out.New, in.Old = name, name
	}
	list := []Rename{out}
	for i := len(circle) - 1; i > 0; i-- {
		list = append(list, circle[i])
	}
	return append(list, in)
}

// isToBeSwapped reports whether a circle of renames is still to be done. Of
// names alone it cannot be told; so either somebody says so for this draft, or
// the shapes tell: each thing is what the other shall be, and not yet what it
// shall be itself.
func (d *differ) isToBeSwapped(from *schema.Database, circle []Rename) bool {
	done := true
	for _, r := range circle {
		if r.Now {
			return true
		}
		was, is, will := d.shapes(from, r)
		if was == "" || was != will {
			return false
		}
		done = done && is == will
	}
	return !done
}

// shapes returns what a rename leads from, what is there under its new name
// already, and what shall be there.
func (d *differ) shapes(from *schema.Database, r Rename) (was, is, will string) {
	of := func(t *schema.Table, column string) string {
		switch {
		case t == nil:
			return ""
		case r.Kind == RenameTable:
			return outline(*t)
		case r.Kind == RenameColumn && t.Column(column) != nil:
			return t.Column(column).Type
		}
		return ""
	}
	if r.Kind == RenameTable {
		return of(from.Table(r.From), ""), of(from.Table(r.To), ""), of(d.to.Table(r.To), "")
	}
	return of(from.Table(r.Of), r.Old), of(from.Table(r.Of), r.New), of(d.to.Table(r.Of), r.New)
}

// untie lets constraints and indexes that get each other's names, as those of
// two tables do that change places, go by way of another name. What a parent's
// part takes along is gone with its name before another brings one.
func (d *differ) untie() {
	type rename struct {
		from           schema.Name
		taken, brought bool
	}
	of := func(o op.Operation, from schema.Name) rename {
		brought, derived := d.renamedFor[o]
		return rename{from, derived && !brought, brought}
	}
	renames := map[rename]int{}
	for i, o := range d.ops {
		if from, _ := renamedPart(o); from != "" {
			renames[of(o, from)] = i
		}
	}
	for i := 0; i < len(d.ops); i++ {
		first, to := renamedPart(d.ops[i])
		for n := 0; to != "" && to != first && n < len(renames); n++ {
			j, found := renames[of(d.ops[i], to)]
			if !found {
				break
			}
			_, to = renamedPart(d.ops[j])
		}
		if first == "" || to != first {
			continue
		}
		delete(renames, of(d.ops[i], first))
		out, in := splitRename(d.ops[i], fmt.Sprint(meantime, i))
		d.ops = append(d.ops, in)
		d.ops[i] = out
	}
}

// renamedPart returns the old and the new name of a constraint or an index that
// an operation renames.
func renamedPart(o op.Operation) (from, to schema.Name) {
	switch o := o.(type) {
	case op.RenameConstraint:
		return o.Table.Sibling(o.From), o.Table.Sibling(o.To)
	case op.RenameIndex:
		return o.Table.Sibling(o.From), o.Table.Sibling(o.To)
	}
	return "", ""
}

// splitRename returns a rename in two steps.
func splitRename(o op.Operation, by string) (out, in op.Operation) {
	switch o := o.(type) {
	case op.RenameConstraint:
		return op.RenameConstraint{Table: o.Table, From: o.From, To: by}, op.RenameConstraint{Table: o.Table, From: by, To: o.To}
	case op.RenameIndex:
		return op.RenameIndex{Table: o.Table, From: o.From, To: by}, op.RenameIndex{Table: o.Table, From: by, To: o.To}
	}
	return o, nil
}
