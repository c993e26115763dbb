package diff

import (
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// mustWrap reports whether a partition that stays has to be taken out while
// its parent changes: where a key of its own stands in for an index of the
// parent that is made or goes, PostgreSQL drops neither without the other.
func (d *differ) mustWrap(from, to schema.Table) bool {
	if from.PartitionOf == nil || !samePartition(from.PartitionOf, to.PartitionOf) {
		return false
	}
	fp, tp := d.from.Table(from.PartitionOf.Parent), d.to.Table(from.PartitionOf.Parent)
	if fp == nil || tp == nil {
		return false
	}
	backed := func(parent, other, child schema.Table) bool {
		return slices.ContainsFunc(d.derivations(parent, child), func(x derivation) bool {
			if x.child != "" {
				return false
			}
			p, same := parent.Index(x.parent), other.Index(x.parent)
			return same == nil || !sameOwnIndex(*p, *same) && !alterableIndex(*p, *same)
		})
	}
	return d.tangled[from.Name] || backed(*fp, *tp, from) || backed(*tp, *fp, to) || d.backingChanges(*fp, *tp, from, to) || staysValid(*fp, *tp, from, to) || d.mustCompute(from, to) ||
		d.isContested(*fp, *tp, from, d.relations[0]) || d.isContested(*tp, *fp, to, d.relations[1])
}

// isContested reports whether a part that comes or goes with the parent's has a
// name that PostgreSQL may not give it again, as another relation would get it
// first, by which nobody can tell.
func (d *differ) isContested(parent, other, child schema.Table, relations map[schema.Name]bool) bool {
	changed := without(d.derivations(parent, child), func(x derivation) bool {
		return x.child == "" || parent.Index(x.parent) == nil && !hasIndex(parent.Constraint(x.parent)) || x.stays(&parent, &other)
	})
	return slices.ContainsFunc(changed, func(x derivation) bool {
		return x.child != x.auto && relations[child.Name.Sibling(x.auto)] || slices.ContainsFunc(changed, func(y derivation) bool {
			return x.plain == y.plain && (x.child < y.child) != (x.parent < y.parent) && x != y
		})
	})
}

// stays reports whether the parent's part is there on both sides without being
// made anew.
func (x derivation) stays(from, to *schema.Table) bool {
	return x.constraint && keepsConstraint(from, to, x.parent) || !x.constraint && keepsIndex(from, to, x.parent)
}

// backingChanges reports whether a key of the partition's own comes to stand in
// for an index of its parent that stays, or ceases to.
func (d *differ) backingChanges(fromParent, toParent, from, to schema.Table) bool {
	after := d.derivations(toParent, to)
	return slices.ContainsFunc(d.derivations(fromParent, from), func(x derivation) bool {
		return slices.ContainsFunc(after, func(y derivation) bool {
			return x.parent == y.parent && x.constraint == y.constraint && (x.child == "") != (y.child == "")
		})
	})
}

// staysValid reports whether a check of the partition is valid on both sides
// while its parent's is validated, or ceases to be: going back, the parent's is
// made anew, and would make the partition's not valid too.
func staysValid(fromParent, toParent, from, to schema.Table) bool {
	for _, c := range from.Checks {
		fp, ok1 := fromParent.Constraint(c.Name).(schema.Check)
		tp, ok2 := toParent.Constraint(c.Name).(schema.Check)
		t, ok3 := to.Constraint(c.Name).(schema.Check)
		if ok1 && ok2 && ok3 && c.Inherited && t.Inherited && fp.NotValid != tp.NotValid && !c.NotValid && !t.NotValid {
			return true
		}
	}
	return false
}

// mustCompute reports whether the partition computes a column in another way than
// before, which PostgreSQL 16 has words for only when it is a table of its own.
func (d *differ) mustCompute(from, to schema.Table) bool {
	return d.opts.ServerVersion < 170000 && slices.ContainsFunc(to.Columns, func(t schema.Column) bool {
		f := from.Column(t.Name)
		return t.Inherited && f != nil && f.Inherited && replaced(*f, t) &&
			!sameGenerated(t.Generated, generatedBy(d.parentTables(to, d.to), t.Name))
	})
}

// sameOwnIndex compares two indexes in all but what they are attached to.
func sameOwnIndex(a, b schema.Index) bool {
	a.Parent, a.Comment = b.Parent, b.Comment
	return sameIndex(a, b)
}

// wrap compares a partition as a table of its own, between taking it out and
// putting it back.
func (d *differ) wrap(from, to schema.Table) {
	d.add(op.DetachPartition{Table: from.Name, Partition: *from.PartitionOf}, op.AttachPartition{Table: to.Name, Partition: *to.PartitionOf})
	from, gone := d.withoutTwins(&d.from, from)
	to, made := d.withoutTwins(&d.to, to)
	d.add(gone.dropped(from.Name)...)
	d.add(made.made(to.Name)...)
	from, to = d.withInherited(from, d.from), d.withInherited(to, d.to)
	from, to = d.detached(from, d.from), d.detached(to, d.to)
	from.PartitionOf, to.PartitionOf = nil, nil
	d.alterTable(from, to)
}

// detached returns a table that is detached or attached as it is while no
// partition. Of the foreign keys that it has from a parent, it has those that
// the parent has before and after: the others come and go with the parent's.
func (d *differ) detached(t schema.Table, in schema.Database) schema.Table {
	alone := d.standalone(t, in)
	alone.PartitionOf = t.PartitionOf
	if t.PartitionOf == nil {
		return alone
	}
	f, to := d.from.Table(t.PartitionOf.Parent), d.to.Table(t.PartitionOf.Parent)
	if f == nil || to == nil || !sameExpr(f.PartitionBy, to.PartitionBy) {
		return alone // so the parent itself is new, or goes
	}
	for _, k := range t.ForeignKeys {
		if !k.Inherited {
			continue
		}
		if c := f.Constraint(k.Name); c != nil && to.Constraint(k.Name) != nil && sameConstraint(uncommented(c), uncommented(to.Constraint(k.Name))) {
			k.Inherited = false
			alone.ForeignKeys = append(alone.ForeignKeys, k)
		}
	}
	return alone
}

// standalone returns a partition as the table that it is before it is
// attached.
func (d *differ) standalone(t schema.Table, in schema.Database) schema.Table {
	t.Columns, t.Indexes = slices.Clone(t.Columns), slices.Clone(t.Indexes)
	for i := range t.Columns {
		t.Columns[i] = d.standaloneColumn(t, i, in)
	}
	t.PartitionOf = nil
	for i := range t.Indexes {
		t.Indexes[i].Parent = ""
	}
	if t.PrimaryKey != nil {
		key := *t.PrimaryKey
		key.Inherited = false
		t.PrimaryKey = &key
	}
	t.Uniques, t.Checks, t.Exclusions = slices.Clone(t.Uniques), slices.Clone(t.Checks), slices.Clone(t.Exclusions)
	for i := range t.Uniques {
		t.Uniques[i].Inherited = false
	}
	for i := range t.Checks {
		t.Checks[i].Inherited = false
	}
	for i := range t.Exclusions {
		t.Exclusions[i].Inherited = false
	}
	t.ForeignKeys = slices.DeleteFunc(slices.Clone(t.ForeignKeys), func(k schema.ForeignKey) bool { return k.Inherited })
	return t
}

// standaloneColumn returns a column as no parent's. From PostgreSQL 17 on it is
// no identity column, and in 18 its NOT NULL constraint keeps the name that it
// has from the parent's.
func (d *differ) standaloneColumn(t schema.Table, i int, in schema.Database) schema.Column {
	c := t.Columns[i]
	if c.Inherited && c.NotNull && d.opts.ServerVersion >= 180000 {
		c = d.named(t.Name, c, t.NotNullName(c.Name, in.Table))
	}
	if t.PartitionOf != nil && d.opts.ServerVersion >= 170000 {
		c.Identity = nil // it is the parent's, and goes when the partition is taken out
	}
	c.Inherited = false
	return c
}
