package diff

import (
	"cmp"
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// This file is about the effects of constraints and indexes.

// partEffect is that of an operation on a constraint, an index or a statistics
// object.
func (d *differ) partEffect(e *effect, o op.Operation) {
	switch o := o.(type) {
	case op.AddConstraint:
		d.constraintEffect(e, o.Table, o.Constraint)
		d.derivedEffect(e, o.Table, o.Constraint.ConstraintName(), true)
		if c, ok := o.Constraint.(schema.Check); ok {
			d.checkEffect(e, o.Table, c)
		}
	case op.AlterConstraint:
		d.constraintEffect(e, o.Table, o.To)
		e.creates = without(e.creates, isTarget) // it was one, and is
		if k, ok := o.To.(schema.ForeignKey); ok {
			d.alterKeyEffect(e, o.Table, k)
		}
		if hasIndex(o.To) {
			e.settle()
		}
		d.togetherEffect(e, o.Table, o.To.ConstraintName())
	case op.RenameConstraint:
		d.togetherEffect(e, o.Table, o.To)
		e.create(constraint(o.Table, o.To), relation(o.Table.Sibling(o.To)))
		e.create(nameOfNotNull(o.Table.Sibling(o.To)))
		e.need(notNull(o.Table.Sibling(o.To))) // whose name PostgreSQL chooses while none has it
	case op.CreateIndex:
		d.indexEffect(e, o.Table, o.Index)
		d.derivedEffect(e, o.Table, o.Index.Name, false)
	case op.AlterIndex:
		d.indexEffect(e, o.Table, o.To)
		e.creates = without(e.creates, isTarget)
		e.settle()
	case op.RenameIndex:
		e.create(relation(o.Table.Sibling(o.To)), goesAlong(o.Table.Sibling(o.To)))
	case op.CreateStatistics:
		e.create(statistics(o.Statistics.Name))
		e.need(d.overColumns(o.Table, o.Statistics.Columns...)...)
	}
}

// alterKeyEffect is that of a foreign key that is altered in place: it rests on its
// target's key all the way, whatever that is called.
func (d *differ) alterKeyEffect(e *effect, table schema.Name, k schema.ForeignKey) {
	var unique effect
	d.needUnique(&unique, k)
	e.needs = without(e.needs, func(n key) bool { return slices.Contains(unique.needs, n) })
	if k.Inherited {
		e.need(append(d.parentsPart(d.side(), table, k.Name), partition(table))...)
	}
}

// checkEffect is that of a check on the children of its table. One that a child
// has of its own too is there before the parent's, and goes after it: while the
// parent's is there, no child's can be dropped.
func (d *differ) checkEffect(e *effect, table schema.Name, c schema.Check) {
	e.create(ownCheck(table, c.Name))
	if c.NoInherit {
		return
	}
	heirs, away := d.checkedBelow(table)
	for _, heir := range heirs {
		e.create(constraint(heir, c.Name))
		e.need(ownCheck(heir, c.Name))
	}
	e.need(away...)
}

func (d *differ) constraintEffect(e *effect, t schema.Name, c schema.Constraint) {
	e.create(constraint(t, c.ConstraintName()))
	if schema.KeyIndexOf(c).Clustered {
		e.create(clustering(t))
	}
	if hasIndex(c) {
		e.create(target(t, c.ConstraintName()), goesAlong(t.Sibling(c.ConstraintName())))
		d.alikeEffect(e, t, c.ConstraintName())
		if to := schema.AttachedTo(c); to != "" {
			e.need(relation(to))
		}
		if schema.IsOnOnly(c) {
			d.onlyEffect(e, t, c.ConstraintName())
		} else if d.isPartitioned(t) {
			e.create(partitionPart(t, c.ConstraintName()))
		}
	}
	switch c := c.(type) {
	case schema.PrimaryKey:
		e.create(relation(t.Sibling(c.Name)), primary(t))
		for _, n := range d.partitionsOf(t) {
			e.create(primary(n)) // a table has one
		}
		e.need(columnsOf(t, slices.Concat(c.Columns, c.Include))...)
	case schema.Unique:
		e.create(relation(t.Sibling(c.Name)))
		e.need(columnsOf(t, slices.Concat(c.Columns, c.Include))...)
	case schema.Check:
		e.need(d.overColumns(t, c.Expr)...)
		if c.NotValid && !c.Inherited {
			for _, db := range []schema.Database{d.from, d.to} {
				for _, n := range d.invalidOn(t, c.Name, db) {
					e.need(relation(n))
				}
			}
		}
	case schema.Exclusion:
		e.create(relation(t.Sibling(c.Name)))
		e.need(d.overColumns(t, append(slices.Clone(c.Elements), c.Where)...)...)
		e.need(columnsOf(t, c.Include)...)
	case schema.ForeignKey:
		d.alikeKeyEffect(e, t, c.Name)
		e.need(relation(c.References), logged(c.References), unlogged(t))
		d.needNames(e, t, c)
		for _, n := range d.partitionsOf(c.References) {
			e.need(referenced(n), unlogged(n)) // it may refer to what is unlogged where that is a partition
			if n != t {
				e.need(relation(n), partition(n))
			}
		}
		for _, n := range d.partitionsOf(t) {
			e.need(relation(n), partition(n))
		}
		e.need(d.overColumns(t, quoted(c.Columns)...)...)
		e.need(d.overColumns(c.References, quoted(c.RefColumns)...)...)
		d.needUnique(e, c)
	}
}

// needNames makes a foreign key to a partitioned table come after those that are
// not, and those whose names PostgreSQL chose, the first choice first: it makes
// one more for each partition, under a name of its choice that is free.
func (d *differ) needNames(e *effect, t schema.Name, c schema.ForeignKey) {
	table := d.side().Table(t)
	if table == nil || !d.isPartitioned(c.References) {
		return
	}
	place := func(k schema.ForeignKey) uint { // -1, no choice of PostgreSQL's, is the last
		return uint(choice(k.Name, t.Object(), schema.JoinColumns(k.Columns), "fkey"))
	}
	for _, other := range table.ForeignKeys {
		earlier := cmp.Or(cmp.Compare(place(other), place(c)), cmp.Compare(other.Name, c.Name)) < 0
		if !other.Inherited && (earlier || !d.isPartitioned(other.References)) {
			e.need(constraint(t, other.Name))
		}
	}
}

// needUnique makes a foreign key rest on every constraint and index, old or
// new, that can guarantee its target, be it from a parent of the target.
func (d *differ) needUnique(e *effect, k schema.ForeignKey) {
	for _, db := range []*schema.Database{&d.from, &d.to} {
		for t := db.Table(k.References); t != nil; t = parentIn(db, t) {
			for _, name := range targetsOf(t, k) {
				if t.Name != k.References && slices.Contains(onOnly(t), name) {
					continue // no partition has it
				}
				e.need(constraint(t.Name, name), relation(t.Name.Sibling(name)))
				e.create(target(t.Name, name)) // so it comes after those that go, which it would rest on
			}
		}
	}
}

// targetsOf returns the names of the keys, unique indexes and, for a temporal key,
// exclusion constraints of a table on which PostgreSQL may rest a foreign key.
func targetsOf(t *schema.Table, k schema.ForeignKey) []string {
	names := uniqueOver(t, k.RefColumns)
	if k.Period {
		for _, x := range t.Exclusions {
			names = append(names, x.Name)
		}
	}
	return names
}

// parentIn returns the table that another is a partition of, or nil.
func parentIn(db *schema.Database, t *schema.Table) *schema.Table {
	if t.PartitionOf == nil {
		return nil
	}
	return db.Table(t.PartitionOf.Parent)
}

// uniqueOver returns the names of the keys and unique indexes over exactly
// these columns, in any order.
func uniqueOver(t *schema.Table, columns []string) []string {
	want := slices.Sorted(slices.Values(columns))
	same := func(list []string) bool { return slices.Equal(slices.Sorted(slices.Values(list)), want) }
	var names []string
	if t.PrimaryKey != nil && same(t.PrimaryKey.Columns) {
		names = append(names, t.PrimaryKey.Name)
	}
	for _, u := range t.Uniques {
		if same(u.Columns) {
			names = append(names, u.Name)
		}
	}
	for _, x := range t.Indexes {
		if x.Unique && x.Where == "" && same(keyColumns(x)) {
			names = append(names, x.Name)
		}
	}
	return names
}

// keyColumns returns the columns of an index's key, however they are ordered; for
// an expression, a name that no column has.
func keyColumns(x schema.Index) []string {
	names := make([]string, len(x.Key))
	for i, k := range x.Key {
		tokens := schema.Tokens(k)
		if len(tokens) > 0 && tokens[0].Kind <= schema.Quoted && !(len(tokens) > 1 && tokens[1].Is("(")) {
			names[i] = tokens[0].Unquote()
		}
	}
	return names
}

func (d *differ) indexEffect(e *effect, t schema.Name, x schema.Index) {
	e.create(relation(t.Sibling(x.Name)), goesAlong(t.Sibling(x.Name)))
	e.need(d.overColumns(t, append(slices.Clone(x.Key), x.Where)...)...)
	e.need(columnsOf(t, x.Include)...)
	e.need(key{kind: "extension"})
	for _, to := range []schema.Name{x.Parent, x.AttachTo} {
		if to != "" {
			e.need(relation(to))
		}
	}
	d.alikeEffect(e, t, x.Name)
	if x.Clustered {
		e.create(clustering(t))
	}
	if x.Unique {
		e.create(target(t, x.Name))
	}
	if x.OnOnly {
		d.onlyEffect(e, t, x.Name)
	} else if d.isPartitioned(t) {
		e.create(partitionPart(t, x.Name))
	}
}
