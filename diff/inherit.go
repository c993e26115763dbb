package diff

import (
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// This file is about the parents of a table that is no partition. Their order
// tells in which the table has their columns; a new one is always the last. What
// a table has from a parent only becomes its own when that lets it go, and
// stays so.

// inheritance compares the parents that a table inherits from.
func (d *differ) inheritance(from, to schema.Table) {
	added, dropped, both := pairs(from.Inherits, to.Inherits, func(n schema.Name) schema.Name { return n })
	if stay := d.staying(from, to); stay < len(both) {
		dropped, added = from.Inherits[stay:], to.Inherits[stay:]
	}
	for _, parent := range slices.Backward(dropped) { // so the way back has them in order
		d.add(op.NoInherit{Table: from.Name, Parent: parent})
	}
	for _, parent := range added {
		d.add(op.Inherit{Table: to.Name, Parent: parent})
	}
}

// staying returns how many parents stay while the others go and come again: all
// up to the first that is not in its place, or whose column changes its type
// with another parent's, which PostgreSQL does not allow. A table that would
// get columns of its own by that keeps parents in the wrong order rather.
func (d *differ) staying(from, to schema.Table) int {
	inOrder := 0
	for inOrder < min(len(from.Inherits), len(to.Inherits)) && from.Inherits[inOrder] == to.Inherits[inOrder] {
		inOrder++
	}
	for i := range inOrder {
		if d.retypesShared(from.Inherits[:i], from.Inherits[i]) {
			return i
		}
	}
	if slices.ContainsFunc(from.Inherits[inOrder:], func(n schema.Name) bool { return d.hasFrom(from, n, d.from) }) ||
		slices.ContainsFunc(to.Inherits[inOrder:], func(n schema.Name) bool { return d.hasFrom(to, n, d.to) }) {
		return len(from.Inherits) + len(to.Inherits)
	}
	return inOrder
}

// retypesShared reports whether a column of a parent changes its type, or is text
// while that is renewed, that another one has too and keeps.
func (d *differ) retypesShared(others []schema.Name, parent schema.Name) bool {
	f, t := d.from.Table(parent), d.to.Table(parent)
	if f == nil || t == nil {
		return false
	}
	return slices.ContainsFunc(f.Columns, func(c schema.Column) bool {
		after := t.Column(c.Name)
		if after == nil || c.Type == after.Type && c.Collation == after.Collation && !d.renewed[typeName(c.Type)] {
			return false
		}
		return slices.ContainsFunc(others, func(n schema.Name) bool {
			was, is := d.from.Table(n), d.to.Table(n)
			if was == nil || was.Column(c.Name) == nil || is == nil {
				return was != nil && was.Column(c.Name) != nil
			}
			whole := d.withInherited(*is, d.to)
			return whole.Column(c.Name) != nil
		})
	})
}

// hasFrom reports whether a table has a column, a check or a NOT NULL from a
// parent only.
func (d *differ) hasFrom(t schema.Table, parent schema.Name, in schema.Database) bool {
	p := in.Table(parent)
	if p == nil {
		return true
	}
	whole := d.withInherited(*p, in)
	inherits := func(c schema.Column) bool {
		own := t.Column(c.Name)
		return own == nil || own.Inherited || d.opts.ServerVersion >= 180000 && c.NotNull
	}
	return slices.ContainsFunc(whole.Columns, inherits) || slices.ContainsFunc(p.Checks, func(c schema.Check) bool {
		own, ok := t.Constraint(c.Name).(schema.Check)
		return ok && own.Inherited
	})
}

// heritage stands for what a table has from a parent.
func heritage(t, parent schema.Name) key { return key{"inheritance", t, string(parent)} }

// heritagesBefore returns what the table has from the parents that come before
// another one in their order.
func (d *differ) heritagesBefore(o op.Inherit) []key {
	var keys []key
	if t := d.side().Table(o.Table); t != nil {
		for _, n := range t.Inherits[:max(0, slices.Index(t.Inherits, o.Parent))] {
			keys = append(keys, heritage(o.Table, n))
		}
	}
	return keys
}

// passOnEffect makes a parent let a table go when another one has it that brings
// the same columns: so they stay the parents'.
func (d *differ) passOnEffect(e *effect, table, parent schema.Name) {
	f, t := d.from.Table(table), d.to.Table(table)
	if f == nil || t == nil || !d.keepsShape(table) || !d.keepsShape(parent) {
		return
	}
	if slices.Contains(t.Inherits, parent) && !d.hasFrom(*f, parent, d.from) { // it comes again, in its place
		return
	}
	_, _, both := pairs(f.Inherits, t.Inherits, func(n schema.Name) schema.Name { return n })
	for _, n := range slices.Concat(f.Inherits, t.Inherits) {
		stays := slices.Contains(both, [2]schema.Name{n, n})
		if n != parent && !stays && d.keepsShape(n) && slices.Contains(f.Inherits, n) != slices.Contains(f.Inherits, parent) {
			e.need(heritage(table, n))
		}
	}
}

// keepsShape reports whether neither columns nor checks of a table change.
func (d *differ) keepsShape(name schema.Name) bool {
	f, t := d.from.Table(name), d.to.Table(name)
	if f == nil || t == nil {
		return true
	}
	from, to := d.withInherited(*f, d.from), d.withInherited(*t, d.to)
	return len(from.Columns) == len(to.Columns) && sameColumns(from, to) && slices.EqualFunc(from.Checks, to.Checks, func(a, b schema.Check) bool {
		return sameConstraint(a, b)
	})
}

// returning returns the inheritance that ends and begins again.
func (d *differ) returning() map[key]bool {
	gone, again := map[key]bool{}, map[key]bool{}
	for _, o := range d.ops {
		switch o := o.(type) {
		case op.NoInherit:
			gone[heritage(o.Table, o.Parent)] = true
		case op.Inherit:
			if h := heritage(o.Table, o.Parent); gone[h] {
				again[h] = true
			}
		}
	}
	return again
}

// partedParents returns the parents that let a child go and get it again, with
// their own parents.
func (d *differ) partedParents() map[schema.Name]bool {
	parted := map[schema.Name]bool{}
	for h := range d.returning() {
		d.part(parted, schema.Name(h.part))
	}
	return parted
}

func (d *differ) part(parted map[schema.Name]bool, parent schema.Name) {
	if parted[parent] {
		return
	}
	parted[parent] = true
	for _, db := range []*schema.Database{&d.from, &d.to} {
		if t := db.Table(parent); t != nil {
			for _, above := range parentsOf(*t) {
				d.part(parted, above)
			}
		}
	}
}

// checkedBelow returns the heirs of a table that have its checks, and what of
// their inheritance ends and begins again. What happens to checks of the table
// happens while it holds: so they go with it, and none becomes the child's own.
func (d *differ) checkedBelow(table schema.Name) (heirs []schema.Name, away []key) {
	for _, n := range d.childrenOf(table) {
		if d.apart[n] {
			continue
		}
		if d.away[heritage(n, table)] {
			away = append(away, heritage(n, table))
		}
		below, more := d.checkedBelow(n)
		heirs, away = append(append(heirs, n), below...), append(away, more...)
	}
	return heirs, away
}

// isPassedCheck tells the keys of the checks that a child has with its parent's.
func (d *differ) isPassedCheck(child, parent schema.Name) func(key) bool {
	passed := map[key]bool{}
	for _, db := range []*schema.Database{&d.from, &d.to} {
		p := db.Table(parent)
		if p == nil {
			continue
		}
		for _, check := range p.Checks {
			if !check.NoInherit {
				passed[constraint(parent, check.Name)], passed[constraint(child, check.Name)] = true, true
			}
		}
	}
	return func(k key) bool { return passed[k] }
}

// togetherEffect is that of a check that is altered or renamed in place: on its
// children with it, so when all are there again.
func (d *differ) togetherEffect(e *effect, table schema.Name, name string) {
	t := d.to.Table(table)
	if t == nil || d.undoing {
		return
	}
	if c, ok := t.Constraint(name).(schema.Check); ok && !c.NoInherit {
		_, away := d.checkedBelow(table)
		e.need(away...)
	}
}
