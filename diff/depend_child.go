package diff

import (
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// This file is about what ties the effects of parents to those of partitions
// and inheriting tables.

// followersEffect is that on the columns of children, which follow. One that a
// child has already has to be of the same type by then.
func (d *differ) followersEffect(e *effect, table schema.Name, name string) {
	for _, heir := range d.followersOf(table) {
		if d.retypesOwn(heir, name) {
			e.need(readied(heir, name))
		} else {
			e.create(column(heir, name))
		}
	}
}

// retypesOwn reports whether a column changes its type that a table, or another
// parent of its, has by itself and keeps, so that it does not go with this parent's.
func (d *differ) retypesOwn(table schema.Name, name string) bool {
	if !d.keepsOwn(table, name) {
		return false
	}
	from, to := d.withInherited(*d.from.Table(table), d.from), d.withInherited(*d.to.Table(table), d.to)
	return from.Column(name).Type != to.Column(name).Type
}

// keepsOwn reports whether a table has a column by itself before, or from a parent
// that has, or that it leaves, and has one after.
func (d *differ) keepsOwn(table schema.Name, name string) bool {
	f, t := d.from.Table(table), d.to.Table(table)
	if f == nil || t == nil || d.replaced[column(table, name)] {
		return false
	}
	to := d.withInherited(*t, d.to)
	c := f.Column(name)
	return to.Column(name) != nil && (c != nil && !c.Inherited || slices.ContainsFunc(parentsOf(*f), func(p schema.Name) bool {
		return d.keepsOwn(p, name) || !slices.Contains(parentsOf(*t), p) && d.hadColumn(p, name)
	}))
}

// besideEffect makes a column that children have of their own too come after
// theirs: else they would have it from the table.
func (d *differ) besideEffect(e *effect, o op.AddColumn) {
	beside := func(child schema.Name) key { return key{"beside", child, o.Column.Name} }
	if !o.Column.Inherited {
		e.create(beside(o.Table))
	}
	isHere := func(child, parent schema.Name) bool {
		t := d.side().Table(child)
		return t != nil && slices.Contains(parentsOf(*t), parent)
	}
	for _, child := range d.descend(o.Table, isHere) {
		if t := d.side().Table(child); t.Column(o.Column.Name) != nil && isOwnBeside(*t, *t.Column(o.Column.Name)) {
			e.need(beside(child))
		}
	}
}

// childEffect is that of a table that comes to hang under a parent.
func (d *differ) childEffect(e *effect, child, parent schema.Name) {
	e.need(relation(parent))
	e.need(d.absences(parent)...)
	e.need(d.absentChecks(parent)...)
	d.needParts(e, parent)
	d.needParts(e, child)
	e.need(d.castAlone(child)...)
}

// absentChecks returns the checks that a table has on one side only and that a
// child must have with it, as not being there.
func (d *differ) absentChecks(table schema.Name) []key {
	f, t := d.from.Table(table), d.to.Table(table)
	if f == nil || t == nil {
		return nil
	}
	var keys []key
	for _, sides := range [][2]*schema.Table{{f, t}, {t, f}} {
		for _, c := range sides[0].Checks {
			if sides[1].Constraint(c.Name) == nil && !c.NoInherit && !c.NotValid {
				keys = append(keys, absentCheck(table, c.Name))
			}
		}
	}
	return keys
}

// needParts makes an effect rest on every column and constraint that a table
// has on either side: a partition must match its parent when it comes, and when
// it goes.
func (d *differ) needParts(e *effect, table schema.Name) {
	late := map[string]bool{}
	for _, db := range []*schema.Database{&d.from, &d.to} {
		if t := db.Table(table); t != nil {
			for _, c := range t.Checks {
				late[c.Name] = late[c.Name] || c.NotValid && len(d.invalidOn(table, c.Name, *db)) > 0
			}
		}
	}
	for _, db := range []*schema.Database{&d.from, &d.to} {
		t := db.Table(table)
		if t == nil {
			continue
		}
		for _, c := range t.Columns {
			doubted := c.Inherited && c.NotNullNotValid || len(d.doubtedBy(table, c, &d.from))+len(d.doubtedBy(table, c, &d.to)) > 0
			if doubted { // its NOT NULL comes after the children
				continue
			}
			e.need(column(table, c.Name))
			if c.NotNull && d.opts.ServerVersion >= 180000 {
				e.need(constraint(table, t.NotNullName(c.Name, db.Table)))
			}
		}
		for _, c := range t.Constraints() {
			if _, ok := c.(schema.ForeignKey); !ok && !isOneByOne(c) && !late[c.ConstraintName()] && !d.isTwinThen(table, c.ConstraintName()) {
				e.need(constraint(table, c.ConstraintName()))
			}
		}
	}
}

// needNotNulls makes a child that has a NOT NULL constraint from a parent, and
// the name with it, come after what PostgreSQL gives that name in its schema.
func (d *differ) needNotNulls(e *effect, t schema.Table) {
	whole := d.side().Table(t.Name)
	if d.opts.ServerVersion < 180000 || whole == nil || len(parentsOf(*whole)) == 0 {
		return
	}
	for _, c := range d.withInherited(*whole, *d.side()).Columns {
		auto := schema.ObjectName(t.Name.Object(), c.Name, "not_null")
		if name := whole.NotNullName(c.Name, d.side().Table); c.NotNull && !c.NotNullNotValid && name != auto { // else it comes later
			e.need(notNull(t.Name.Sibling(name)))
		}
	}
}

// namesakes keeps a partition apart from those parts of its parent that would
// bring it something under a name that is its own, now or then, or that it
// cannot have.
func (d *differ) namesakes(e *effect, t schema.Table) {
	for _, db := range []*schema.Database{&d.from, &d.to} {
		parent := db.Table(t.PartitionOf.Parent)
		if parent == nil {
			continue
		}
		for k, name := range plainNames(t.Name, *parent) {
			if d.relations[0][t.Name.Sibling(name)] != d.relations[1][t.Name.Sibling(name)] {
				e.create(k)
			}
		}
		if t.PartitionBy != "" {
			e.create(indexedParts(db, parent)...)
		}
	}
}

// indexedParts stands for the keys and indexes of a partitioned table and of
// those that it is a partition of. A partition that is partitioned itself, by
// other columns, can be under them only while they are not there.
func indexedParts(db *schema.Database, t *schema.Table) []key {
	var keys []key
	for ; t != nil; t = parentIn(db, t) {
		for _, x := range t.Indexed() {
			if x.Index.Unique && !x.Derived {
				keys = append(keys, partitionPart(t.Name, x.Name))
			}
		}
	}
	return keys
}

// needDerived makes a partition rest on the indexes of its parent that it has
// its own from.
func (d *differ) needDerived(e *effect, t schema.Table) {
	for _, x := range t.Indexes {
		if x.Parent == "" {
			continue
		}
		for _, db := range []*schema.Database{&d.from, &d.to} {
			parent := db.Table(t.PartitionOf.Parent)
			if parent == nil {
				continue
			}
			if p := parent.Index(x.Parent.Object()); p != nil && !p.OnOnly {
				e.need(relation(x.Parent))
			}
		}
	}
}

// broughtEffect tells the names that a partition's parts take which come with
// the partition, and are not told of in CREATE TABLE. Those that are given
// another name at once are free again.
func (d *differ) broughtEffect(e *effect, t schema.Table) {
	whole, parent := d.side().Table(t.Name), d.side().Table(t.PartitionOf.Parent)
	if whole == nil || parent == nil || !samePartition(whole.PartitionOf, t.PartitionOf) {
		return
	}
	for _, x := range d.derivations(*parent, *whole) {
		if x.child == x.auto && t.Constraint(x.child) == nil && t.Index(x.child) == nil {
			e.create(relation(t.Name.Sibling(x.child)))
		}
	}
}
