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
	plain         string // the name that it would choose if all were free
	number        int    // which of PostgreSQL's choices the name is, -1: none
}

// derivations returns what a partition has from its parent.
func (d *differ) derivations(parent, child schema.Table) []derivation {
	var list []derivation
	named := func(x derivation, columns []string, label string) derivation {
		x.plain = schema.ObjectName(child.Name.Object(), schema.JoinColumns(columns), label)
		x.number = choice(x.child, child.Name.Object(), schema.JoinColumns(columns), label)
		x.auto = schema.ChooseName(child.Name.Object(), schema.JoinColumns(columns), label, func(name string) bool {
			return name != x.child && (d.standing[child.Name.Sibling(name)] || child.Name.Sibling(name) == parent.Name.Sibling(x.parent))
		})
		return x
	}
	if p, c := parent.PrimaryKey, child.PrimaryKey; p != nil && c != nil && c.Inherited {
		list = append(list, named(derivation{parent: p.Name, child: c.Name, constraint: true}, nil, "pkey"))
	}
	for _, m := range matchUniques(child.Name, parent.Uniques, child.Uniques) {
		list = append(list, named(derivation{parent: m[0].Name, child: m[1].Name, constraint: true}, m[0].ColumnNames(), "key"))
	}
	for _, m := range matchForeignKeys(parent.ForeignKeys, child.ForeignKeys) {
		list = append(list, derivation{m[0].Name, m[1].Name, true, m[0].Name, m[0].Name, 0})
	}
	for _, p := range parent.Indexes {
		x := derivation{parent: p.Name}
		for _, c := range child.Indexes {
			if c.Parent == parent.Name.Sibling(p.Name) {
				x.child = c.Name
			}
		}
		if !p.OnOnly && (x.child != "" || backs(child, p)) {
			list = append(list, named(x, p.ColumnNames(), "idx"))
		}
	}
	return list
}

// choice returns which of the names that PostgreSQL chooses one after the other a
// name is, or -1.
func choice(name, table, columns, label string) int {
	const most = 20
	n := 0
	schema.ChooseName(table, columns, label, func(chosen string) bool {
		if chosen == name || n > most {
			return false
		}
		n++
		return true
	})
	if n > most {
		return -1
	}
	return n
}

// matchUniques pairs the unique constraints of a parent with those that a
// partition has from it: those called as PostgreSQL does first, then those that
// are the same in more than columns.
func matchUniques(child schema.Name, parents, children []schema.Unique) [][2]schema.Unique {
	return match(parents, children,
		func(p, c schema.Unique) bool {
			return c.Inherited && sameUnique(p, c) && c.Name == schema.ObjectName(child.Object(), schema.JoinColumns(p.ColumnNames()), "key")
		},
		func(p, c schema.Unique) bool { return c.Inherited && sameUnique(p, c) },
		func(p, c schema.Unique) bool { return c.Inherited && slices.Equal(p.Columns, c.Columns) })
}

// matchForeignKeys does so for foreign keys, those of one name first.
func matchForeignKeys(parents, children []schema.ForeignKey) [][2]schema.ForeignKey {
	same := func(p, c schema.ForeignKey) bool {
		return c.Inherited && p.References == c.References && slices.Equal(p.Columns, c.Columns) && slices.Equal(p.RefColumns, c.RefColumns)
	}
	return match(parents, children, func(p, c schema.ForeignKey) bool { return same(p, c) && p.Name == c.Name }, same)
}

// match pairs each parent with a child, by the first likeness that finds one.
func match[T any](parents, children []T, likenesses ...func(parent, child T) bool) [][2]T {
	var matched [][2]T
	done, taken := make([]bool, len(parents)), make([]bool, len(children))
	for _, alike := range likenesses {
		for i, p := range parents {
			for j, c := range children {
				if !done[i] && !taken[j] && alike(p, c) {
					matched = append(matched, [2]T{p, c})
					done[i], taken[j] = true, true
				}
			}
		}
	}
	return matched
}

// backs reports whether a key of the partition's own can stand in for an
// index of its parent.
func backs(child schema.Table, x schema.Index) bool {
	return slices.ContainsFunc(child.Indexed(), func(c schema.Indexed) bool { return canBack(c, x) })
}

func canBack(c schema.Indexed, x schema.Index) bool {
	return c.Constraint && !c.Derived && c.StandsFor(schema.Indexed{Index: x})
}

// attachesLater reports whether a partition has to be made as a table of its
// own and attached then: PARTITION OF would give its parts other names, such as
// those that columns had or that others have, or other parents, or another
// tablespace, and a partition of a table that foreign keys refer to can be dropped
// only when it is detached.
func (d *differ) attachesLater(t schema.Table, in schema.Database, others, anew map[schema.Name]bool) bool {
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
	if stays && d.oldNames[parent.Name] {
		return true
	}
	if t.Settings.Tablespace == "" && (inSpace(d.from.Table(parent.Name)) || inSpace(d.to.Table(parent.Name))) {
		return true
	}
	taken := map[string]bool{}
	return slices.ContainsFunc(d.derivations(*parent, t), func(x derivation) bool {
		again := taken[x.auto] // which of the two gets it, nobody can tell
		taken[x.auto] = true
		return again || x.child == "" || x.child != x.auto && (isCommented(t, x) || others[t.Name.Sibling(x.auto)])
	})
}

// inSpace reports whether partitions of a table go to its tablespace unless they
// say otherwise.
func inSpace(t *schema.Table) bool { return t != nil && t.Settings.Tablespace != "" }

// indexesOf returns all indexes of a table, those of its keys too.
func indexesOf(t schema.Table) []schema.Index {
	var list []schema.Index
	for _, x := range t.Indexed() {
		list = append(list, x.Index)
	}
	return list
}

func isCommented(t schema.Table, x derivation) bool {
	if !x.constraint {
		return t.Index(x.child).Comment != ""
	}
	return hasOwn(t.Constraint(x.child))
}

// renames returns the parts of a partition, made with PARTITION OF, that have
// another name than PostgreSQL gives them.
func (d *differ) renames(t schema.Table, in schema.Database) []derivation {
	if t.PartitionOf == nil {
		return nil
	}
	parent := in.Table(t.PartitionOf.Parent)
	if parent == nil {
		return nil
	}
	return slices.DeleteFunc(d.derivations(*parent, t), func(x derivation) bool { return x.child == x.auto || x.child == "" })
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

// derived renames what partitions that stay get from their parent, or lose
// with it, where the name is not PostgreSQL's choice. All other operations
// are there by now.
func (d *differ) derived() {
	made, gone := d.madeAndGone()
	var stay []schema.Table
	for i := range d.from.Tables { // of which there may be thousands
		if f := &d.from.Tables[i]; f.PartitionOf != nil && !gone[relation(f.Name)] && d.staysPartition(f.Name) {
			stay = append(stay, *f)
		}
	}
	slices.SortStableFunc(stay, func(a, b schema.Table) int { return d.depth(a) - d.depth(b) }) // names follow those of parents
	for _, f := range stay {
		t := d.to.Table(f.Name)
		fp, tp := d.from.Table(f.PartitionOf.Parent), d.to.Table(f.PartitionOf.Parent)
		for _, x := range changedParts(d.derivations(*fp, f), fp.Name, gone) {
			gone[x.in(f.Name)] = true
			d.departing = append(d.departing, d.only(func() { d.commentPart(f, x, func(comment string) (from, to string) { return comment, "" }) })...)
			if x.child != x.auto {
				d.renameTaken(f.Name, x)
			}
		}
		for _, x := range changedParts(d.derivations(*tp, *t), tp.Name, made) {
			made[x.in(t.Name)] = true
			d.commentPart(*t, x, func(comment string) (from, to string) { return "", comment })
			if x.child != x.auto {
				d.renameBrought(t.Name, x)
			}
		}
		for _, r := range renamedParts(d.afterRenames(fp.Name, d.derivations(*fp, f)), d.derivations(*tp, *t)) {
			if k := r[0].madeBy(fp.Name); !gone[k] && !made[k] {
				d.add(renamePart(t.Name, r[0].constraint, r[0].child, r[1].child))
				if fc, tc := f.Constraint(r[0].child), t.Constraint(r[1].child); r[0].constraint && fc != nil && tc != nil {
					d.recluster(t.Name, fc.Named(r[1].child), tc)
					d.constraintComments(t.Name, r[1].child, fc, tc)
				}
			}
		}
	}
}

// commentPart changes the comments on a part that a partition has from its parent
// and that comes or goes with that one's.
func (d *differ) commentPart(t schema.Table, x derivation, change func(string) (from, to string)) {
	comment := func(on, text string) {
		from, to := change(text)
		d.comment(on, t.Name, x.child, from, to)
	}
	if c := t.Constraint(x.child); x.constraint && c != nil {
		comment("constraint", c.ConstraintComment())
		comment("index", schema.KeyIndexOf(c).Comment)
	} else if i := t.Index(x.child); i != nil {
		comment("index", i.Comment)
	}
}

// afterRenames returns derivations by the new names of the parent's parts.
func (d *differ) afterRenames(parent schema.Name, list []derivation) []derivation {
	for i, x := range list {
		for _, o := range d.ops {
			if from, to := renamedPart(o); from == parent.Sibling(x.parent) {
				list[i].parent = to.Object()
				break
			}
		}
	}
	return list
}

// staysPartition reports whether a table is a partition of the same parent all
// the way.
func (d *differ) staysPartition(name schema.Name) bool {
	f, t := d.from.Table(name), d.to.Table(name)
	return f != nil && t != nil && f.PartitionOf != nil && samePartition(f.PartitionOf, t.PartitionOf) &&
		d.from.Table(f.PartitionOf.Parent) != nil && d.to.Table(f.PartitionOf.Parent) != nil && !d.mustWrap(*f, *t)
}

// derivedEffect tells which names on partitions the making of a parent's part
// takes. Those that are given another name at once are free again.
func (d *differ) derivedEffect(e *effect, table schema.Name, part string, isConstraint bool) {
	for _, name := range d.childrenOf(table) {
		if !d.staysPartition(name) || d.apart[name] {
			continue
		}
		parent, child := d.side().Table(table), d.side().Table(name)
		for _, x := range d.derivations(*parent, *child) {
			if x.parent != part || x.constraint != isConstraint || x.child == "" {
				continue
			}
			if x.child == x.auto {
				e.create(relation(name.Sibling(x.child)), constraint(name, x.child))
			}
			d.derivedEffect(e, name, x.child, isConstraint)
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

// changedParts returns the parts that are made or gone with the parent's.
func changedParts(list []derivation, parent schema.Name, changed map[key]bool) []derivation {
	return slices.DeleteFunc(list, func(x derivation) bool { return !changed[x.madeBy(parent)] || x.child == "" })
}

// in returns the key of the partition's part.
func (x derivation) in(child schema.Name) key {
	x.parent = x.child
	return x.madeBy(child)
}

// madeBy returns the key of the parent's part.
func (x derivation) madeBy(parent schema.Name) key {
	if x.constraint {
		return constraint(parent, x.parent)
	}
	return relation(parent.Sibling(x.parent))
}

// renamedParts returns the parts that a partition has from the same part of its
// parent under two names.
func renamedParts(from, to []derivation) [][2]derivation {
	var renamed [][2]derivation
	for _, f := range from {
		i := slices.IndexFunc(to, func(t derivation) bool { return t.parent == f.parent && t.constraint == f.constraint })
		if i >= 0 && f.child != to[i].child && f.child != "" && to[i].child != "" {
			renamed = append(renamed, [2]derivation{f, to[i]})
		}
	}
	return renamed
}

// renameBrought gives a part that comes with the parent's its own name.
func (d *differ) renameBrought(table schema.Name, x derivation) {
	o := renamePart(table, x.constraint, x.auto, x.child)
	d.renamedFor[o] = true
	d.add(o)
}

// renameTaken gives a part that goes with the parent's the name under which it
// comes on the way back.
func (d *differ) renameTaken(table schema.Name, x derivation) {
	o := renamePart(table, x.constraint, x.child, x.auto)
	d.renamedFor[o] = false
	d.add(o)
}

func renamePart(table schema.Name, isConstraint bool, from, to string) op.Operation {
	if isConstraint {
		return op.RenameConstraint{Table: table, From: from, To: to}
	}
	return op.RenameIndex{Table: table, From: from, To: to}
}
