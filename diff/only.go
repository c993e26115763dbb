package diff

import (
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// This file is about indexes ON ONLY a partitioned table, its own and those of
// its keys, and those of partitions that were attached to them one by one. A
// partition that comes while such an index is there gets one like it, and
// nothing takes an attached one off it again. So it is made when its partitions
// are there, those attached to it after it; and where one of these comes or
// goes, all are made anew.

// onOnly returns the names of what a table has ON ONLY itself.
func onOnly(t *schema.Table) []string {
	var names []string
	for _, c := range t.Constraints() {
		if schema.IsOnOnly(c) {
			names = append(names, c.ConstraintName())
		}
	}
	for _, x := range t.Indexes {
		if x.OnOnly {
			names = append(names, x.Name)
		}
	}
	return names
}

// completeAttached makes an index ON ONLY a table whole that all partitions have
// one attached to, as PostgreSQL does with the last of them, and lets an index
// that is attached to a whole one come with it.
func (d *differ) completeAttached() {
	tables := make([]*schema.Table, len(d.to.Tables))
	for i := range tables {
		tables[i] = &d.to.Tables[i]
	}
	slices.SortStableFunc(tables, func(a, b *schema.Table) int { return d.depth(*b) - d.depth(*a) }) // partitions first
	for _, t := range tables {
		for _, name := range onOnly(t) {
			if d.allAttached(t.Name, name) && !isOnlyThere(d.from.Table(t.Name), name) {
				makeWhole(t, name)
			}
		}
	}
	for i := range d.to.Tables {
		if t := &d.to.Tables[i]; t.PartitionOf != nil && d.to.Table(t.PartitionOf.Parent) != nil {
			joinWhole(t, d.to.Table(t.PartitionOf.Parent))
		}
	}
}

// allAttached reports whether all partitions that a table shall have, of which
// there is one, have a whole index attached to one of the table.
func (d *differ) allAttached(table schema.Name, index string) bool {
	some := false
	for _, n := range d.childrenOf(table) {
		t := d.to.Table(n)
		if t == nil || t.PartitionOf == nil || t.PartitionOf.Parent != table {
			continue
		}
		names := attachedTo(*t, table.Sibling(index))
		if len(names) == 0 || slices.Contains(onOnly(t), names[0]) {
			return false
		}
		some = true
	}
	return some
}

// isOnlyThere reports whether a table has an index of that name ON ONLY itself.
func isOnlyThere(t *schema.Table, name string) bool {
	return t != nil && slices.Contains(onOnly(t), name)
}

// makeWhole takes back that an index, or that of a key, is ON ONLY the table.
func makeWhole(t *schema.Table, name string) {
	if k := t.PrimaryKey; k != nil && k.Name == name {
		key := *k
		key.OnOnly = false
		t.PrimaryKey = &key
	}
	t.Uniques, t.Indexes = slices.Clone(t.Uniques), slices.Clone(t.Indexes)
	for i := range t.Uniques {
		t.Uniques[i].OnOnly = t.Uniques[i].OnOnly && t.Uniques[i].Name != name
	}
	for i := range t.Indexes {
		t.Indexes[i].OnOnly = t.Indexes[i].OnOnly && t.Indexes[i].Name != name
	}
}

// joinWhole lets what a partition has attached to whole indexes of its parent
// come with these.
func joinWhole(t, parent *schema.Table) {
	whole := func(index schema.Name) bool { return index != "" && !slices.Contains(onOnly(parent), index.Object()) }
	if k := t.PrimaryKey; k != nil && whole(k.AttachTo) {
		key := *k
		key.AttachTo = ""
		t.PrimaryKey = &key
	}
	t.Uniques, t.Indexes = slices.Clone(t.Uniques), slices.Clone(t.Indexes)
	for i := range t.Uniques {
		if whole(t.Uniques[i].AttachTo) {
			t.Uniques[i].AttachTo = ""
		}
	}
	for i, x := range t.Indexes {
		if whole(x.AttachTo) {
			t.Indexes[i].Parent, t.Indexes[i].AttachTo = x.AttachTo, ""
		}
	}
}

// standsAside reports whether a table has an index ON ONLY itself, and a partition
// comes or goes that would have it too if it were there.
func (d *differ) standsAside(t *schema.Table) bool {
	return len(onOnly(t)) > 0 && d.partitionsMove(t.Name)
}

// partitionsMove reports whether a table gets or loses a partition, or one is
// taken out for a while.
func (d *differ) partitionsMove(table schema.Name) bool {
	return slices.ContainsFunc(d.childrenOf(table), func(n schema.Name) bool {
		f, t := d.from.Table(n), d.to.Table(n)
		was := f != nil && f.PartitionOf != nil && f.PartitionOf.Parent == table
		is := t != nil && t.PartitionOf != nil && t.PartitionOf.Parent == table
		return was != is || was && (!samePartition(f.PartitionOf, t.PartitionOf) || d.mustWrap(*f, *t))
	})
}

// withoutOnly takes out of a table what it has ON ONLY itself and what is
// attached to such an index.
func withoutOnly(t schema.Table) (schema.Table, []schema.Constraint, []schema.Index) {
	var keys []schema.Constraint
	if t.PrimaryKey != nil && isOneByOne(*t.PrimaryKey) {
		keys, t.PrimaryKey = append(keys, *t.PrimaryKey), nil
	}
	for _, u := range t.Uniques {
		if isOneByOne(u) {
			keys = append(keys, u)
		}
	}
	t.Uniques = without(t.Uniques, func(u schema.Unique) bool { return isOneByOne(u) })
	var only, rest []schema.Index
	for _, x := range t.Indexes {
		if x.OnOnly || x.AttachTo != "" {
			only = append(only, x)
		} else {
			rest = append(rest, x)
		}
	}
	t.Indexes = rest
	return t, keys, only
}

// isOneByOne reports whether a key is made apart from those of the partitions, or
// of the parent.
func isOneByOne(c schema.Constraint) bool { return schema.IsOnOnly(c) || schema.AttachedTo(c) != "" }

// makeOnly returns what makes them.
func makeOnly(table schema.Name, keys []schema.Constraint, indexes []schema.Index) []op.Operation {
	var ops []op.Operation
	for _, c := range keys {
		ops = append(ops, op.AddConstraint{Table: table, Constraint: c})
	}
	for _, x := range indexes {
		ops = append(ops, op.CreateIndex{Table: table, Index: x})
	}
	return ops
}

// followAttachments returns the indexes as they are attached once their parents'
// are renamed.
func (d *differ) followAttachments(list []schema.Index) []schema.Index {
	list = slices.Clone(list)
	for i, x := range list {
		list[i].AttachTo = d.renamedTo(x.AttachTo)
	}
	return list
}

// followAttachment does so for a key.
func (d *differ) followAttachment(c schema.Constraint) schema.Constraint {
	return schema.WithAttachTo(c, d.renamedTo(schema.AttachedTo(c)))
}

// renamedTo returns what an index is called after the renames so far.
func (d *differ) renamedTo(index schema.Name) schema.Name {
	for _, o := range d.ops {
		if from, to := renamedPart(o); index != "" && from == index {
			return to
		}
	}
	return index
}

// attachment returns the index that the one which an operation makes or drops is
// attached to, if any.
func attachment(o op.Operation) schema.Name {
	switch o := o.(type) {
	case op.CreateIndex:
		return o.Index.AttachTo
	case op.DropIndex:
		return o.Index.AttachTo
	case op.AddConstraint:
		return schema.AttachedTo(o.Constraint)
	case op.DropConstraint:
		return schema.AttachedTo(o.Constraint)
	}
	return ""
}

// reattaches reports whether an operation makes or drops what is attached to an
// index, as it was called or as it is.
func (d *differ) reattaches(was, is schema.Name) bool {
	return slices.ContainsFunc(d.ops, func(o op.Operation) bool {
		to := attachment(o)
		return to != "" && (to == was || to == is)
	})
}

// goesAlong stands for the name of an index that is attached to another by itself
// until that one is dropped.
func goesAlong(index schema.Name) key { return key{kind: "goes along", name: index} }

// onlyEffect makes an index ON ONLY a table come after all partitions, and keeps
// the names of those that go with it.
func (d *differ) onlyEffect(e *effect, table schema.Name, name string) {
	for _, n := range d.partitionsOf(table) {
		e.need(relation(n), partition(n))
		t := d.side().Table(n)
		if t == nil {
			continue
		}
		for _, part := range attachedTo(*t, table.Sibling(name)) {
			e.create(goesAlong(n.Sibling(part)))
		}
	}
}

// attachedTo returns the names of the indexes of a partition that are attached to
// an index by themselves.
func attachedTo(t schema.Table, index schema.Name) []string {
	var names []string
	for _, c := range t.Constraints() {
		if schema.AttachedTo(c) == index {
			names = append(names, c.ConstraintName())
		}
	}
	for _, x := range t.Indexes {
		if x.AttachTo == index {
			names = append(names, x.Name)
		}
	}
	return names
}
