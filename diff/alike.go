package diff

import (
	"cmp"
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// This file is about indexes that PostgreSQL takes for one another: when an
// index of a partitioned table is made, or a partition attached, it takes the
// first index of the partition that is like the parent's, whatever it is called
// and however it is ordered or checked. So a part of the partition's own that
// is like one of the parent's is not there while that is made or dropped.

// partOf stands for an indexed part of a partitioned table in what is kept
// apart from it, alike for the place that only one of them can have.
func partOf(t schema.Name, name string) key { return key{"part", t, name} }
func alike(t schema.Name, name string) key  { return key{"alike", t, name} }

// alikeEffect keeps a part of a partition's own apart from those of its parents
// that it is like: it comes after they are made or dropped, and after what is
// like it in the partition is attached.
func (d *differ) alikeEffect(e *effect, table schema.Name, name string) {
	d.turnEffect(e, table, name)
	d.keepApart(e, table, name, func(t *schema.Table) (like []key, own bool) {
		parts := t.Indexed()
		i := slices.IndexFunc(parts, func(x schema.Indexed) bool { return x.Name == name && !x.Derived })
		if i < 0 || d.standsInAlways(table, name) {
			return nil, false
		}
		return d.partsLike(t.PartitionOf.Parent, parts[i]), true
	})
}

// alikeKeyEffect is alikeEffect for foreign keys.
func (d *differ) alikeKeyEffect(e *effect, table schema.Name, name string) {
	d.keepApart(e, table, name, func(t *schema.Table) (like []key, own bool) {
		k, ok := t.Constraint(name).(schema.ForeignKey)
		if !ok || k.Inherited {
			return nil, false
		}
		return d.keysLike(t.PartitionOf.Parent, k), true
	})
}

// keepApart keeps a part of a table from those that parents says to be like it,
// if it is the partition's own.
func (d *differ) keepApart(e *effect, table schema.Name, name string, parents func(*schema.Table) (like []key, own bool)) {
	if d.isPartitioned(table) {
		e.create(partOf(table, name), alike(table, name))
	}
	t := d.side().Table(table)
	if t == nil || t.PartitionOf == nil {
		return
	}
	like, own := parents(t)
	if !own {
		return
	}
	for _, p := range like {
		e.create(alike(p.name, p.part))
		e.need(p)
	}
	if d.isTwinIn(d.side(), *t, name) {
		e.need(partition(table))
	}
}

// keysLike is partsLike for foreign keys.
func (d *differ) keysLike(parent schema.Name, own schema.ForeignKey) []key {
	var keys []key
	for _, db := range []*schema.Database{&d.from, &d.to} {
		t := db.Table(parent)
		if t == nil {
			continue
		}
		for _, p := range t.ForeignKeys {
			if isLikeKey(own, p) {
				keys = append(keys, keySource(db, *t, p))
			}
		}
	}
	return keys
}

// keySource is source for a foreign key.
func keySource(db *schema.Database, t schema.Table, k schema.ForeignKey) key {
	if parent := parentIn(db, &t); parent != nil && k.Inherited {
		for _, m := range matchForeignKeys(parent.ForeignKeys, t.ForeignKeys) {
			if m[1].Name == k.Name {
				return keySource(db, *parent, m[0])
			}
		}
	}
	return partOf(t.Name, k.Name)
}

// isLikeKey reports whether PostgreSQL would take a foreign key of a partition for
// that of its parent, or refuse to because only one of them is enforced.
func isLikeKey(own, parent schema.ForeignKey) bool {
	own.Name, own.Comment, own.Inherited = parent.Name, parent.Comment, parent.Inherited
	own.NotValid, own.NotEnforced = parent.NotValid, parent.NotEnforced
	return sameConstraint(own, parent)
}

// isTwinIn reports whether a part of a partition's own stands beside one that
// it has from its parent and could stand for too, and stands in for no other
// part of the parent; or is to be away for another reason when the partition is
// taken out.
func (d *differ) isTwinIn(db *schema.Database, t schema.Table, name string) bool {
	if k, ok := t.Constraint(name).(schema.ForeignKey); ok {
		return !k.Inherited && (d.refersUp(db, t, k) || slices.ContainsFunc(t.ForeignKeys, func(other schema.ForeignKey) bool { return other.Inherited && isLikeKey(k, other) }))
	}
	parts := t.Indexed()
	i := slices.IndexFunc(parts, func(x schema.Indexed) bool { return x.Name == name })
	if i < 0 || parts[i].Derived || !slices.ContainsFunc(parts, func(y schema.Indexed) bool { return y.Derived && parts[i].StandsFor(y) }) {
		return false
	}
	parent := parentIn(db, &t)
	return parent == nil || backing(*parent, t)[name] == ""
}

// refersUp reports whether a partition's own foreign key refers to a table that it
// is a partition of. Before PostgreSQL 15, what it has for the partition itself
// stays behind when that is detached.
func (d *differ) refersUp(db *schema.Database, t schema.Table, k schema.ForeignKey) bool {
	if d.opts.ServerVersion >= 150000 {
		return false
	}
	for parent := parentIn(db, &t); parent != nil; parent = parentIn(db, parent) {
		if parent.Name == k.References {
			return true
		}
	}
	return false
}

// backing returns the keys of a partition's own that stand in for indexes of its
// parent, and these: for each index that it has none from, the first that is free.
func backing(parent, child schema.Table) map[string]string {
	indexes := map[string]string{}
	own := child.Indexed()
	for _, p := range parent.Indexes {
		if slices.ContainsFunc(child.Indexes, func(x schema.Index) bool { return x.Parent == parent.Name.Sibling(p.Name) }) {
			continue
		}
		i := slices.IndexFunc(own, func(x schema.Indexed) bool { return canBack(x, p) && indexes[x.Name] == "" })
		if i >= 0 {
			indexes[own[i].Name] = p.Name
		}
	}
	return indexes
}

// standsInAlways reports whether a key of a partition's own stands in for one index
// of its parent all the way: no other part of the parent can take it.
func (d *differ) standsInAlways(table schema.Name, name string) bool {
	f, t := d.from.Table(table), d.to.Table(table)
	if f == nil || t == nil || f.PartitionOf == nil || !samePartition(f.PartitionOf, t.PartitionOf) || !keepsConstraint(f, t, name) {
		return false
	}
	from, to := parentIn(&d.from, f), parentIn(&d.to, t)
	if from == nil || to == nil {
		return false
	}
	index := backing(*from, *f)[name]
	return index != "" && backing(*to, *t)[name] == index && keepsIndex(from, to, index)
}

// withoutTwins takes out of a partition what could stand for a part of its
// parent but does not: attaching would take the first that it finds.
func (d *differ) withoutTwins(db *schema.Database, t schema.Table) (schema.Table, twins) {
	var out twins
	whole := t
	is := func(name string) bool { return d.isTwinIn(db, whole, name) }
	if p := t.PrimaryKey; p != nil && is(p.Name) {
		out.constraints, t.PrimaryKey = append(out.constraints, *p), nil
	}
	for _, u := range t.Uniques {
		if is(u.Name) {
			out.constraints = append(out.constraints, u)
		}
	}
	for _, k := range t.ForeignKeys {
		if is(k.Name) {
			out.constraints = append(out.constraints, k)
		}
	}
	for _, x := range t.Indexes {
		if is(x.Name) {
			out.indexes = append(out.indexes, x)
		}
	}
	t.Uniques = without(t.Uniques, func(u schema.Unique) bool { return is(u.Name) })
	t.ForeignKeys = without(t.ForeignKeys, func(k schema.ForeignKey) bool { return is(k.Name) })
	t.Indexes = without(t.Indexes, func(x schema.Index) bool { return is(x.Name) })
	return t, out
}

// withoutYoungKey takes the primary key out of a table that is to be attached, and
// returns what adds it, where its parent's is made anew and a unique constraint
// over the same columns stays: attaching takes the oldest for the oldest.
func (d *differ) withoutYoungKey(alone, t schema.Table) (schema.Table, []op.Operation) {
	k := t.PrimaryKey
	f, to := d.from.Table(t.PartitionOf.Parent), d.to.Table(t.PartitionOf.Parent)
	if k == nil || !k.Inherited || f == nil || to == nil || f.PrimaryKey != nil && keepsConstraint(f, to, f.PrimaryKey.Name) {
		return alone, nil
	}
	if !slices.ContainsFunc(f.Uniques, func(u schema.Unique) bool {
		return slices.Equal(u.Columns, k.Columns) &&
			slices.ContainsFunc(to.Uniques, func(v schema.Unique) bool { return sameConstraint(anonymous(u), anonymous(v)) })
	}) {
		return alone, nil
	}
	key := *alone.PrimaryKey
	alone.PrimaryKey = nil
	return alone, []op.Operation{op.AddConstraint{Table: t.Name, Constraint: key}}
}

// twins are the parts of a partition that withoutTwins takes out.
type twins struct {
	constraints []schema.Constraint
	indexes     []schema.Index
}

func (x twins) made(table schema.Name) []op.Operation {
	var ops []op.Operation
	for _, c := range x.constraints {
		ops = append(ops, op.AddConstraint{Table: table, Constraint: c})
	}
	for _, i := range x.indexes {
		ops = append(ops, op.CreateIndex{Table: table, Index: i})
	}
	return ops
}

func (x twins) dropped(table schema.Name) []op.Operation { return undo(x.made(table)) }

// undo returns what undoes each of the operations that make parts of tables.
func undo(ops []op.Operation) []op.Operation {
	for i, o := range ops {
		ops[i], _ = o.Inverse()
	}
	return ops
}

// isAlike reports whether a part of a partition is like one of its parent, old
// or new, so that it cannot just stay when that is made or dropped.
func (d *differ) isAlike(table schema.Name, name string) bool {
	for _, db := range []*schema.Database{&d.from, &d.to} {
		t := db.Table(table)
		if t == nil || t.PartitionOf == nil {
			continue
		}
		parts := t.Indexed()
		i := slices.IndexFunc(parts, func(x schema.Indexed) bool { return x.Name == name })
		if i >= 0 && len(d.partsLike(t.PartitionOf.Parent, parts[i])) > 0 {
			return true
		}
	}
	return false
}

// isTwin reports whether, on either side, a part of a table stands beside one
// that it has from its parent and could stand for too.
func (d *differ) isTwin(table schema.Name, name string) bool {
	return slices.ContainsFunc([]*schema.Database{&d.from, &d.to}, func(db *schema.Database) bool {
		t := db.Table(table)
		return t != nil && d.isTwinIn(db, *t, name)
	})
}

// isTwinThen reports so of the side that an effect is told of.
func (d *differ) isTwinThen(table schema.Name, name string) bool {
	t := d.side().Table(table)
	return t != nil && d.isTwinIn(d.side(), *t, name)
}

// comesAnew reports whether a part of a partition that is taken out cannot just
// stay meanwhile: attaching could take another one for it.
func (d *differ) comesAnew(table schema.Name, name string, attached bool) bool {
	return !attached && d.isTwin(table, name) || d.isOutOfTurn(&d.from, table, name) || d.isOutOfTurn(&d.to, table, name)
}

// isOutOfTurn reports whether a partition has a part from its parent beside
// another one that is like it, and the parent's two do not just stay: attaching
// takes the oldest for the oldest.
func (d *differ) isOutOfTurn(db *schema.Database, table schema.Name, name string) bool {
	t := db.Table(table)
	if t == nil || parentIn(db, t) == nil {
		return false
	}
	rivals := rivals(*t, name, func(x schema.Indexed) bool { return x.Derived })
	if len(rivals) == 0 {
		return false
	}
	parent := parentIn(db, t)
	from, to := d.from.Table(parent.Name), d.to.Table(parent.Name)
	return from == nil || to == nil || slices.ContainsFunc(d.derivations(*parent, *t), func(x derivation) bool {
		return (x.child == name || slices.Contains(rivals, x.child)) && !x.stays(from, to)
	})
}

// rivals returns the names of the parts of a table, among those that count, that
// are like one of them.
func rivals(t schema.Table, name string, count func(schema.Indexed) bool) []string {
	parts := without(t.Indexed(), func(x schema.Indexed) bool { return !count(x) })
	i := slices.IndexFunc(parts, func(x schema.Indexed) bool { return x.Name == name })
	if i < 0 {
		return nil
	}
	var names []string
	for _, x := range parts {
		if x.Name != name && (x.StandsFor(parts[i]) || parts[i].StandsFor(x)) {
			names = append(names, x.Name)
		}
	}
	return names
}

// isApartOf reports whether a part of a partitioned table is made apart from those
// of its partitions, or of its parent.
func isApartOf(t schema.Table, x schema.Indexed) bool {
	if x.Constraint {
		return isOneByOne(t.Constraint(x.Name))
	}
	return x.Index.OnOnly || x.Index.AttachTo != ""
}

// turnEffect makes a part of a partitioned table, or one that a partition shall have
// from its parent when it is attached, come after those that are like it and
// older.
func (d *differ) turnEffect(e *effect, table schema.Name, name string) {
	t := d.side().Table(table)
	if t == nil || t.PartitionOf == nil && t.PartitionBy == "" {
		return
	}
	rivals := rivals(*t, name, func(x schema.Indexed) bool { return x.Derived || t.PartitionBy != "" && !isApartOf(*t, x) })
	if len(rivals) == 0 {
		return
	}
	places := d.places(table, *d.side())
	place := func(part string) string { return cmp.Or(places[part], part) }
	for _, other := range rivals {
		if place(other) < place(name) {
			e.need(relation(table.Sibling(other)))
		}
	}
}

// partsLike returns the parts of a partitioned table, old and new, that a part
// of a partition would be taken for, as they were made: by the table or by one
// that it is a partition of.
func (d *differ) partsLike(parent schema.Name, x schema.Indexed) []key {
	var keys []key
	for _, db := range []*schema.Database{&d.from, &d.to} {
		t := db.Table(parent)
		if t == nil {
			continue
		}
		for _, p := range t.Indexed() {
			if x.StandsFor(p) {
				keys = append(keys, d.source(db, *t, p))
			}
		}
	}
	return keys
}

// source returns the part that another was made with: itself, or that of a
// parent.
func (d *differ) source(db *schema.Database, t schema.Table, x schema.Indexed) key {
	parent := parentIn(db, &t)
	if !x.Derived || parent == nil {
		return partOf(t.Name, x.Name)
	}
	for _, y := range d.derivations(*parent, t) {
		if y.child == x.Name && y.constraint == x.Constraint {
			above := parent.Indexed()
			i := slices.IndexFunc(above, func(p schema.Indexed) bool { return p.Name == y.parent && p.Constraint == y.constraint })
			if i >= 0 {
				return d.source(db, *parent, above[i])
			}
		}
	}
	return partOf(t.Name, x.Name)
}
