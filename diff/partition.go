package diff

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// parents compares what a table hangs under.
func (d *differ) parents(from, to schema.Table) {
	if !samePartition(from.PartitionOf, to.PartitionOf) {
		if from.PartitionOf != nil {
			d.add(op.DetachPartition{Table: from.Name, Partition: *from.PartitionOf})
		}
		if to.PartitionOf != nil {
			d.add(op.AttachPartition{Table: to.Name, Partition: *to.PartitionOf})
		}
	}
	d.inheritance(from, to)
}

func samePartition(a, b *schema.Partition) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Parent == b.Parent && sameExpr(a.Bound, b.Bound)
}

// withInherited returns a partition or child table with the columns that one
// may leave out because the parent has them, so that both sides can be
// compared whichever way they are written.
func (d *differ) withInherited(t schema.Table, in schema.Database) schema.Table {
	for _, parent := range parentsOf(t) {
		p := in.Table(parent)
		if p == nil {
			continue
		}
		t.Columns = slices.Clone(t.Columns)
		for _, c := range d.withInherited(*p, in).Columns {
			if t.Column(c.Name) == nil {
				c = *d.passedOn(parent, &c)
				c.Inherited = true
				c.Comment = ""
				t.Columns = append(t.Columns, c)
			}
		}
	}
	return t
}

func parentsOf(t schema.Table) []schema.Name {
	if t.PartitionOf != nil {
		return append([]schema.Name{t.PartitionOf.Parent}, t.Inherits...)
	}
	return t.Inherits
}

// followed returns the column of from as it stands after the operations on
// the table's parents: they may bring it, alter it, or (nil) drop it.
func (d *differ) followed(from, to schema.Table, name string) *schema.Column {
	c := from.Column(name)
	for _, parent := range d.asCompared(parentsOf(to)) {
		if !slices.Contains(parentsOf(from), parent) {
			continue
		}
		pf, pt := d.from.Table(parent), d.to.Table(parent)
		if pf == nil || pt == nil {
			continue
		}
		f, t := d.withInherited(*pf, d.from), d.withInherited(*pt, d.to)
		fc, tc := d.passedOn(parent, f.Column(name)), d.passedOn(parent, t.Column(name))
		switch {
		case tc != nil && c == nil:
			return d.withNotNullOf(parentsOf(to), inheritedFrom(*tc), name)
		case tc == nil && fc != nil && c != nil && c.Inherited:
			other, stays := d.otherBrings(from, to, name, parent)
			if !stays {
				return other
			}
		case tc != nil && c != nil && (fc != nil || d.opts.ServerVersion >= 180000):
			if fc == nil { // it brings its NOT NULL
				bare := withoutNotNull(*tc)
				fc = &bare
			}
			merged := follow(*c, *fc, *tc)
			if d.keepsNotNull(from, name, parent) {
				merged.NotNull = true
			}
			if !c.NotNull && merged.NotNull && !c.Inherited && d.opts.ServerVersion >= 180000 {
				merged.NotNullName = pt.NotNullName(name, d.to.Table) // it is called as the parent's
			}
			c = &merged
		}
	}
	return c
}

// withNotNullOf returns a column that parents bring as NOT NULL where one of them
// has it so: PostgreSQL 18 has the constraint from each.
func (d *differ) withNotNullOf(parents []schema.Name, c *schema.Column, name string) *schema.Column {
	c.NotNull = c.NotNull || d.opts.ServerVersion >= 180000 && slices.ContainsFunc(parents, func(n schema.Name) bool {
		p := d.to.Table(n)
		return p != nil && p.HasNotNull(name, d.to.Table)
	})
	return c
}

// otherBrings returns the column as another parent brings it, nil if none does,
// and whether one has it all the way, so that the child keeps it.
func (d *differ) otherBrings(from, to schema.Table, name string, but schema.Name) (brought *schema.Column, stays bool) {
	for _, n := range parentsOf(to) {
		pf, pt := d.from.Table(n), d.to.Table(n)
		if n == but || !slices.Contains(parentsOf(from), n) || pf == nil || pt == nil {
			continue
		}
		f, t := d.withInherited(*pf, d.from), d.withInherited(*pt, d.to)
		if c := t.Column(name); c != nil {
			stays = stays || f.Column(name) != nil
			brought = cmp.Or(brought, inheritedFrom(*d.passedOn(n, c)))
		}
	}
	return brought, stays
}

// passedOn returns a column as children have it: serial is an integer
// there, with the sequence of its parent, and an identity is none but on
// partitions since PostgreSQL 17.
func (d *differ) passedOn(table schema.Name, c *schema.Column) *schema.Column {
	if c == nil {
		return nil
	}
	plain := c.WithInheritedNotNull()
	plain.NotNullName = c.NotNullName
	if schema.IntegerType(c.Type) != "" {
		sequence := table.Sibling(schema.ObjectName(table.Object(), c.Name, "seq"))
		plain.Type, plain.Default = schema.IntegerType(c.Type), "nextval("+schema.Literal(sequence.SQL())+"::regclass)"
	}
	if d.opts.ServerVersion < 170000 || !d.isPartitioned(table) {
		plain.Identity = nil
	} else if plain.Identity != nil {
		plain.Identity = &schema.Identity{Always: plain.Identity.Always} // the sequence is the parent's
	}
	return &plain
}

// inheritedFrom returns a column as a child gets it where its parent does.
func inheritedFrom(parent schema.Column) *schema.Column {
	parent.Inherited, parent.Comment, parent.Compression, parent.Options = true, "", "", nil
	return &parent
}

// follow applies to a child's column what changes on its parent's: ALTER
// TABLE recurses to children for type, default, nullability and storage.
func follow(child, parentFrom, parentTo schema.Column) schema.Column {
	if parentFrom.Type != parentTo.Type || parentFrom.Collation != parentTo.Collation {
		child.Type, child.Collation = parentTo.Type, parentTo.Collation
		child.Compression = "" // which PostgreSQL forgets with the type
	}
	if parentFrom.Default != parentTo.Default {
		child.Default = parentTo.Default
	}
	followNotNullOf(&child, parentFrom, parentTo)
	if !reflect.DeepEqual(parentFrom.Generated, parentTo.Generated) {
		child.Generated = parentTo.Generated
	}
	if !reflect.DeepEqual(parentFrom.Identity, parentTo.Identity) {
		child.Identity = parentTo.Identity
	}
	if parentFrom.Storage != parentTo.Storage {
		child.Storage = parentTo.Storage
	}
	if !reflect.DeepEqual(parentFrom.Statistics, parentTo.Statistics) {
		child.Statistics = parentTo.Statistics
	}
	return child
}

// childrenOf returns the partitions and the inheriting tables that a table
// has on either side, but for those that it comes to be below of.
func (d *differ) childrenOf(parent schema.Name) []schema.Name {
	d.lineage()
	return d.children[parent]
}

// lineage notes who is whose child and parent on either side. A child that its
// parent comes to be below of is lost to it: so nothing is below itself.
func (d *differ) lineage() {
	if d.children != nil {
		return
	}
	d.children, d.lost, d.elders = map[schema.Name][]schema.Name{}, map[schema.Name][]schema.Name{}, map[schema.Name][]schema.Name{}
	for _, db := range []schema.Database{d.to, d.from} {
		for _, t := range db.Tables {
			for _, p := range parentsOf(t) {
				switch {
				case slices.Contains(d.elders[t.Name], p):
				case d.isBelow(p, t.Name):
					d.lost[p] = append(d.lost[p], t.Name)
				default:
					d.children[p] = append(d.children[p], t.Name)
					d.elders[t.Name] = append(d.elders[t.Name], p)
				}
			}
		}
	}
}

// isBelow reports whether a table is another or has it among its parents and theirs.
func (d *differ) isBelow(table, other schema.Name) bool {
	return table == other || slices.ContainsFunc(d.elders[table], func(n schema.Name) bool { return d.isBelow(n, other) })
}

// descend returns the children of a table, and theirs, that are to be followed,
// also those that are lost.
func (d *differ) descend(table schema.Name, follow func(child, parent schema.Name) bool) []schema.Name {
	var all []schema.Name
	seen := map[schema.Name]bool{table: true} // two may have been each other's
	var walk func(schema.Name)
	walk = func(parent schema.Name) {
		for _, n := range slices.Concat(d.childrenOf(parent), d.lost[parent]) {
			if !seen[n] && follow(n, parent) {
				seen[n] = true
				all = append(all, n)
				walk(n)
			}
		}
	}
	walk(table)
	return all
}

// heirsOf returns the children of a table, and theirs.
func (d *differ) heirsOf(parent schema.Name) []schema.Name {
	return d.descend(parent, func(schema.Name, schema.Name) bool { return true })
}

// followersOf returns the children of a table, and theirs, but for partitions
// that are taken out while it changes, and for children that it lets go for the
// while: theirs follow these.
func (d *differ) followersOf(parent schema.Name) []schema.Name {
	return d.descend(parent, func(child, parent schema.Name) bool {
		return !d.away[heritage(child, parent)] && !d.apart[child]
	})
}

// depth returns how many generations of parents a table has.
func (d *differ) depth(t schema.Table) int {
	d.lineage()
	deepest := 0
	for _, n := range d.elders[t.Name] {
		for _, db := range []*schema.Database{&d.from, &d.to} {
			if p := db.Table(n); p != nil {
				deepest = max(deepest, 1+d.depth(*p))
			}
		}
	}
	return deepest
}

// asCompared sorts tables as they are compared one after the other, and as their
// columns come: parents first.
func (d *differ) asCompared(tables []schema.Name) []schema.Name {
	generation := func(n schema.Name) int {
		if t := d.to.Table(n); t != nil {
			return d.depth(*t)
		}
		return 0
	}
	return slices.SortedFunc(slices.Values(tables), func(a, b schema.Name) int {
		return cmp.Or(cmp.Compare(generation(a), generation(b)), cmp.Compare(a, b))
	})
}

// partitionsOf returns the partitions of a table, and theirs.
func (d *differ) partitionsOf(parent schema.Name) []schema.Name {
	return d.descend(parent, func(child, parent schema.Name) bool {
		return slices.ContainsFunc([]*schema.Table{d.from.Table(child), d.to.Table(child)}, func(t *schema.Table) bool {
			return t != nil && t.PartitionOf != nil && t.PartitionOf.Parent == parent
		})
	})
}
