package diff

import (
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// This file is about what a partition has from its parent: an index or a
// constraint of a partitioned table makes one on each partition, under a name
// of PostgreSQL's choice, unless the partition has a like one of its own,
// which is then attached. Made and dropped with the parent's, a derived part
// needs no operation, but for its name; and where a part of the partition's
// own is attached or set free, the partition is taken out while its parent
// changes and put back after, which goes both ways.

// A derivation pairs a part of a partitioned table with the part that a
// partition has from it. An empty child means that a constraint of the
// partition's own stands in for it.
type derivation struct {
	parent, child string // names
	constraint    bool   // else an index
	auto          string // the name that PostgreSQL would choose
}

// derivations returns what a partition has from its parent.
func derivations(parent, child schema.Table) []derivation {
	var list []derivation
	name := func(columns []string, label string) string {
		return schema.ObjectName(child.Name.Object(), schema.JoinColumns(columns), label)
	}
	if p, c := parent.PrimaryKey, child.PrimaryKey; p != nil && c != nil && c.Inherited {
		list = append(list, derivation{p.Name, c.Name, true, name(nil, "pkey")})
	}
	for _, p := range parent.Uniques {
		for _, c := range child.Uniques {
			if c.Inherited && slices.Equal(p.Columns, c.Columns) {
				list = append(list, derivation{p.Name, c.Name, true, name(p.Columns, "key")})
			}
		}
	}
	for _, p := range parent.ForeignKeys {
		for _, c := range child.ForeignKeys {
			if c.Inherited && p.References == c.References && slices.Equal(p.Columns, c.Columns) && slices.Equal(p.RefColumns, c.RefColumns) {
				list = append(list, derivation{p.Name, c.Name, true, p.Name})
			}
		}
	}
	for _, p := range parent.Indexes {
		d := derivation{parent: p.Name, auto: name(keyNames(p), "idx")}
		for _, c := range child.Indexes {
			if c.Parent == parent.Name.Sibling(p.Name) {
				d.child = c.Name
			}
		}
		if !p.OnOnly && (d.child != "" || backs(child, p)) {
			list = append(list, d)
		}
	}
	return list
}

// backs reports whether a key of the partition's own can stand in for an
// index on it.
func backs(child schema.Table, x schema.Index) bool {
	if x.Where != "" || len(x.Include) > 0 {
		return false
	}
	same := func(columns []string) bool {
		return slices.EqualFunc(x.Key, columns, func(k, c string) bool { return k == schema.Quote(c) })
	}
	if k := child.PrimaryKey; k != nil && !k.Inherited && same(k.Columns) {
		return true
	}
	return slices.ContainsFunc(child.Uniques, func(u schema.Unique) bool { return !u.Inherited && same(u.Columns) })
}

// keyNames returns the names that the columns of an index have: an expression
// is called after its function.
func keyNames(x schema.Index) []string {
	names := make([]string, 0, len(x.Key)+len(x.Include))
	for _, k := range x.Key {
		tokens := schema.Tokens(k)
		switch {
		case len(tokens) == 0 || tokens[0].Kind > schema.Quoted:
			names = append(names, "expr")
		default:
			last := 0
			for last+2 < len(tokens) && tokens[last+1].Is(".") {
				last += 2
			}
			names = append(names, tokens[last].Unquote())
		}
	}
	return append(names, x.Include...)
}

// attachesLater reports whether a partition has to be made as a table of its
// own and attached then: PARTITION OF would give its parts other names or
// other parents, and a partition of a table that foreign keys refer to can
// be dropped only when it is detached.
func (d *differ) attachesLater(t schema.Table, in schema.Database, anew map[schema.Name]bool) bool {
	if t.PartitionOf == nil {
		return false
	}
	parent := in.Table(t.PartitionOf.Parent)
	if parent == nil {
		return false
	}
	stays := d.from.Table(parent.Name) != nil && d.to.Table(parent.Name) != nil && !anew[parent.Name]
	if stays && (d.isReferenced(parent.Name, d.from) || d.isReferenced(parent.Name, d.to)) {
		return true
	}
	return slices.ContainsFunc(derivations(*parent, t), func(x derivation) bool { return x.child != x.auto })
}

// isReferenced reports whether a foreign key refers to a table or to what it
// is a partition of.
func (d *differ) isReferenced(name schema.Name, in schema.Database) bool {
	for _, t := range in.Tables {
		for _, k := range t.ForeignKeys {
			if k.References == name {
				return true
			}
		}
	}
	t := in.Table(name)
	return t != nil && t.PartitionOf != nil && d.isReferenced(t.PartitionOf.Parent, in)
}

// standalone returns a partition as the table that it is before it is
// attached.
func standalone(t schema.Table) schema.Table {
	t.PartitionOf = nil
	t.Columns, t.Indexes = slices.Clone(t.Columns), slices.Clone(t.Indexes)
	for i := range t.Columns {
		t.Columns[i].Inherited = false
	}
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

// derived adds what the partitions that stay need where parts of their
// parents are made or dropped. All other operations are there by now.
func (d *differ) derived() {
	made, gone := d.madeAndGone()
	for _, f := range d.from.Tables {
		t := d.to.Table(f.Name)
		if t == nil || f.PartitionOf == nil || !samePartition(f.PartitionOf, t.PartitionOf) {
			continue
		}
		fp, tp := d.from.Table(f.PartitionOf.Parent), d.to.Table(f.PartitionOf.Parent)
		if fp == nil || tp == nil || gone[relation(f.Name)] {
			continue
		}
		before := d.derivedIn(derivations(*fp, f), fp.Name, gone, f, *t)
		after := d.derivedIn(derivations(*tp, *t), tp.Name, made, *t, f)
		if before.wrap || after.wrap {
			d.add(op.DetachPartition{Table: f.Name, Partition: *f.PartitionOf}, op.AttachPartition{Table: t.Name, Partition: *t.PartitionOf})
			continue
		}
		for _, x := range before.renames {
			d.add(renamePart(f.Name, x.constraint, x.child, x.auto))
		}
		for _, x := range after.renames {
			d.add(renamePart(t.Name, x.constraint, x.auto, x.child))
		}
	}
}

// madeAndGone returns the constraints, relations and tables that the
// operations make and drop.
func (d *differ) madeAndGone() (made, gone map[key]bool) {
	made, gone = map[key]bool{}, map[key]bool{}
	for _, o := range d.ops {
		switch o := o.(type) {
		case op.AddConstraint:
			made[constraint(o.Table, o.Constraint.ConstraintName())] = true
		case op.DropConstraint:
			gone[constraint(o.Table, o.Constraint.ConstraintName())] = true
		case op.CreateIndex:
			made[relation(o.Table.Sibling(o.Index.Name))] = true
		case op.DropIndex:
			gone[relation(o.Table.Sibling(o.Index.Name))] = true
		case op.DropTable:
			gone[relation(o.Table.Name)] = true
		}
	}
	return made, gone
}

// consequence is what follows for a partition from changes of its parent.
type consequence struct {
	wrap    bool
	renames []derivation
}

// derivedIn looks at the parts that are made or gone with the parent's, seen
// from the side on which they are there; other is the partition on the other
// side.
func (d *differ) derivedIn(list []derivation, parent schema.Name, changed map[key]bool, side, other schema.Table) consequence {
	var c consequence
	for _, x := range list {
		k := relation(parent.Sibling(x.parent))
		if x.constraint {
			k = constraint(parent, x.parent)
		}
		switch {
		case !changed[k]:
		case x.child == "", ownPart(side, other, x):
			c.wrap = true
		case x.child != x.auto:
			c.renames = append(c.renames, x)
		}
	}
	return c
}

// ownPart reports whether the derived part is, on the other side, the
// partition's own.
func ownPart(side, other schema.Table, x derivation) bool {
	if x.constraint {
		a, b := side.Constraint(x.child), other.Constraint(x.child)
		return a != nil && b != nil && !schema.IsInherited(b) && sameConstraint(own(uncommented(a)), uncommented(b))
	}
	a, b := side.Index(x.child), other.Index(x.child)
	return a != nil && b != nil && b.Parent == "" && sameOwnIndex(*a, *b)
}

// sameOwnIndex compares two indexes in all but what they are attached to.
func sameOwnIndex(a, b schema.Index) bool {
	a.Parent, a.Comment = b.Parent, b.Comment
	return sameIndex(a, b)
}

// own returns the constraint as one that no parent made.
func own(c schema.Constraint) schema.Constraint {
	switch c := c.(type) {
	case schema.PrimaryKey:
		c.Inherited = false
		return c
	case schema.Unique:
		c.Inherited = false
		return c
	case schema.Check:
		c.Inherited = false
		return c
	case schema.Exclusion:
		c.Inherited = false
		return c
	case schema.ForeignKey:
		c.Inherited = false
		return c
	}
	return c
}

func renamePart(table schema.Name, isConstraint bool, from, to string) op.Operation {
	if isConstraint {
		return op.RenameConstraint{Table: table, From: from, To: to}
	}
	return op.RenameIndex{Table: table, From: from, To: to}
}
