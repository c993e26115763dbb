package diff

import (
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// This file is about NOT NULL constraints that come and go with the column of a
// parent. A child that keeps the column when its parent's is dropped keeps the
// constraint as an inherited one, of nobody, which PostgreSQL never lets go of
// again; and one that calls its constraint otherwise has to have it before its
// parent has. So the parent's column is added and dropped while its constraint is
// not inherited, or on a partitioned table, where it always is, without one.

// addAlone finds the parents whose column comes without its constraint, and gives
// it to the children first that call it otherwise.
func (x tangle) addAlone() {
	for _, p := range x.family() {
		if x.isMissing(p, &x.d.from) && !x.isMissing(p, &x.d.to) && x.side(&x.d.to, p).passes && x.isRoot(&x.d.to, p) {
			x.d.alone[column(p, x.column)] = slices.ContainsFunc(x.below(p), x.hasBefore)
		}
	}
	for _, t := range x.heirs {
		if !x.isMissing(t, &x.d.from) || x.side(&x.d.to, t).name == "" || x.isRoot(&x.d.to, t) {
			continue
		}
		own := x.d.named(t, x.whole(&x.d.to, t), x.side(&x.d.to, t).name)
		own.Identity = nil // it is the parent's
		switch {
		case slices.ContainsFunc(x.below(t), x.hasBefore) && !x.d.isPartitioned(t):
			alone := own
			alone.NotNullNoInherit = true
			x.d.add(op.AlterColumn{Table: t, From: withoutNotNull(own), To: alone})
			x.d.inheritAgain = append(x.d.inheritAgain, op.AlterColumn{Table: t, From: alone, To: own})
		case x.isNamedApart(&x.d.to, t):
			x.d.add(op.AlterColumn{Table: t, From: withoutNotNull(own), To: own})
		}
	}
}

// hasBefore reports whether a table has its column, or is given the constraint,
// before a parent has it.
func (x tangle) hasBefore(t schema.Name) bool {
	return !x.isMissing(t, &x.d.from) || x.isNamedApart(&x.d.to, t)
}

// dropAlone lets a column of a partitioned table go without its constraint where
// a partition calls its own otherwise.
func (x tangle) dropAlone() {
	for _, p := range x.family() {
		if !x.d.isPartitioned(p) || x.isMissing(p, &x.d.from) || !x.isMissing(p, &x.d.to) || !x.isRoot(&x.d.from, p) {
			continue
		}
		apart := x.apart(p)
		if len(apart) == 0 {
			continue
		}
		for _, t := range append(apart, p) {
			was := x.d.named(t, x.whole(&x.d.from, t), x.side(&x.d.from, t).name)
			if t != p {
				was.Identity = nil // it is the parent's
			}
			x.d.departing = append(x.d.departing, op.AlterColumn{Table: t, From: was, To: withoutConstraint(was)})
		}
		slices.Reverse(x.d.departing[len(x.d.departing)-len(apart)-1:])
		root := x.whole(&x.d.from, p)
		for _, t := range append(x.below(p), p) {
			x.tell(&x.d.from, t, func(c *schema.Column) {
				if schema.IntegerType(root.Type) != "" && c.Default == x.d.passedOn(p, &root).Default {
					c.Default = "" // with the sequence
				}
				*c = withoutConstraint(*c)
			})
		}
	}
}

// apart returns the tables below another that call their constraint otherwise
// than those above them, or will, children first.
func (x tangle) apart(table schema.Name) []schema.Name {
	return slices.DeleteFunc(x.below(table), func(t schema.Name) bool {
		is := x.side(&x.d.to, t)
		return !x.isNamedApart(&x.d.from, t) && (is.name == "" || is.name == x.side(&x.d.from, t).name)
	})
}

// family returns the tables that have parents, and these, children first.
func (x tangle) family() []schema.Name {
	all, member := slices.Clone(x.heirs), map[schema.Name]bool{}
	for _, t := range x.heirs {
		member[t] = true
	}
	for _, t := range x.heirs {
		for _, p := range x.d.keptParents(t) {
			if !member[p] {
				all, member[p] = append(all, p), true
			}
		}
	}
	return x.d.childrenFirst(all)
}

// below returns the tables that have a table above them, children first.
func (x tangle) below(table schema.Name) []schema.Name {
	if len(x.d.childrenOf(table)) == 0 { // as nearly all partitions
		return nil
	}
	return slices.DeleteFunc(slices.Clone(x.heirs), func(t schema.Name) bool { return !x.isBelow(t, table) })
}

func (x tangle) isBelow(t, table schema.Name) bool {
	return slices.ContainsFunc(x.d.keptParents(t), func(p schema.Name) bool { return p == table || x.isBelow(p, table) })
}

// isRoot reports whether a table has its column by itself on one side.
func (x tangle) isRoot(db *schema.Database, table schema.Name) bool {
	t := db.Table(table)
	if c := t.Column(x.column); c != nil && isOwnBeside(*t, *c) {
		return true
	}
	return !slices.ContainsFunc(x.d.keptParents(table), func(p schema.Name) bool { return !x.isMissing(p, db) })
}

// isNamedApart reports whether a table calls its constraint otherwise than all
// parents that pass theirs to it on one side.
func (x tangle) isNamedApart(db *schema.Database, t schema.Name) bool {
	name := x.side(db, t).name
	return name != "" && !slices.ContainsFunc(x.d.keptParents(t), func(p schema.Name) bool {
		above := x.side(db, p)
		return !above.passes || above.name == name
	})
}

// withoutConstraint returns a column of a partitioned table as it comes and goes.
func withoutConstraint(c schema.Column) schema.Column {
	if integer := schema.IntegerType(c.Type); integer != "" {
		c.Type = integer
	}
	c.Identity = nil
	return withoutNotNull(c)
}

// apartFrom returns a column as it is added where its constraint comes after.
func (d *differ) apartFrom(table schema.Name, c schema.Column) schema.Column {
	switch {
	case !d.alone[column(table, c.Name)]:
		return d.withoutLeak(table, c)
	case d.isPartitioned(table):
		return withoutConstraint(c)
	}
	c.NotNullNoInherit = true
	return c
}

// withoutLeak takes a constraint that is not inherited off a column with which
// children get theirs: PostgreSQL 18 would make theirs NOT NULL too, without a
// constraint.
func (d *differ) withoutLeak(table schema.Name, c schema.Column) schema.Column {
	if c.NotNullNoInherit && len(d.childrenOf(table)) > 0 && !d.alone[column(table, c.Name)] {
		return withoutNotNull(c)
	}
	return c
}
