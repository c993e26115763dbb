package diff

import (
	"cmp"
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// lean leaves out of a partition or child table what its parents bring along:
// the columns that it has just as they have, inherited constraints and
// attached indexes. What is left is what a person would write.
func (d *differ) lean(t schema.Table, in schema.Database) schema.Table {
	defined := func(c schema.Column) bool { return !c.Inherited }
	if len(parentsOf(t)) == 0 || t.PartitionOf != nil && slices.ContainsFunc(t.Columns, defined) {
		return t // made with columns of its own and attached, it needs them all
	}
	parents := d.parentTables(t, in)
	t.Columns = without(t.Columns, func(c schema.Column) bool {
		return c.Inherited && slices.ContainsFunc(parents, func(p schema.Table) bool { return d.bringsColumn(p, c) })
	})
	d.leanNotNull(t.Columns, parents)
	leanGenerated(t.Columns, parents)
	if len(parents) < len(parentsOf(t)) {
		return t
	}
	if t.PrimaryKey != nil && t.PrimaryKey.Inherited && !hasOwn(*t.PrimaryKey) {
		t.PrimaryKey = nil
	}
	t.Uniques = without(t.Uniques, func(c schema.Unique) bool { return c.Inherited && !hasOwn(c) })
	t.Checks = without(t.Checks, func(c schema.Check) bool { return c.Inherited && c.Comment == "" })
	t.Exclusions = without(t.Exclusions, func(c schema.Exclusion) bool { return c.Inherited && !hasOwn(c) })
	t.ForeignKeys = without(t.ForeignKeys, func(c schema.ForeignKey) bool { return c.Inherited && c.Comment == "" })
	t.Indexes = without(t.Indexes, func(x schema.Index) bool { return x.Parent != "" && x.Comment == "" && !x.Clustered })
	if p := parents[0]; t.PartitionOf != nil && t.Settings.AccessMethod == "" && p.Settings.AccessMethod != "" {
		t.Settings.AccessMethod = "heap" // else it would have its parent's
	}
	return t
}

// parentTables returns the parents of a table that are known.
func (d *differ) parentTables(t schema.Table, in schema.Database) []schema.Table {
	var parents []schema.Table
	for _, name := range parentsOf(t) {
		if p := in.Table(name); p != nil {
			parents = append(parents, d.withInherited(*p, in))
		}
	}
	return parents
}

// leanNotNull leaves NOT NULL to the parents: said again, it would get a name of
// the child's in PostgreSQL 18.
func (d *differ) leanNotNull(columns []schema.Column, parents []schema.Table) {
	for i, c := range columns {
		columns[i].NotNull = c.NotNull && !(c.Inherited && c.NotNullName == "" && slices.ContainsFunc(parents, func(p schema.Table) bool {
			has := p.Column(c.Name)
			return has != nil && has.NotNull && !has.NotNullNoInherit
		}))
	}
}

// leanGenerated leaves expressions of generated columns to the parents where
// they are the same: before PostgreSQL 16 no partition may say its own.
func leanGenerated(columns []schema.Column, parents []schema.Table) {
	for i, c := range columns {
		if c.Inherited && c.Generated != nil && sameGenerated(c.Generated, generatedBy(parents, c.Name)) {
			columns[i].Generated = nil
		}
	}
}

// generatedBy returns how the parents generate a column, or nil.
func generatedBy(parents []schema.Table, column string) *schema.Generated {
	for _, p := range parents {
		if c := p.Column(column); c != nil {
			return c.Generated
		}
	}
	return nil
}

func without[T any](list []T, unwanted func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), unwanted)
}

// bringsColumn reports whether a child of the table has the column just so
// without a word about it.
func (d *differ) bringsColumn(parent schema.Table, c schema.Column) bool {
	p := parent.Column(c.Name)
	if p == nil {
		return false
	}
	own := inheritedFrom(*d.passedOn(parent.Name, p))
	own.Statistics, own.Identity, own.Compression = nil, c.Identity, p.Compression
	own.NotNullNotValid, own.NotNullComment = c.NotNullNotValid, c.NotNullComment // which come later
	if c.NotNullName != "" && c.NotNull {
		return false // it is named here
	}
	return sameColumn(*own, c)
}

// ownWays returns what gives a new partition or child table what is its own
// and CREATE TABLE cannot say: that its columns lack a default or a NOT
// NULL of their parents', that a child computes a column of a parent's in another
// way, before PostgreSQL 17 the identity of a partition, and storage parameters of
// indexes that come with those of its parent.
func (d *differ) ownWays(t schema.Table, in schema.Database) []op.Operation {
	var ways []op.Operation
	for _, c := range t.Columns {
		made := c
		switch {
		case c.Identity != nil && t.PartitionOf != nil && d.opts.ServerVersion < 170000:
			made.Identity = nil
		case c.Default == "" && c.Generated == nil && c.Identity == nil && schema.IntegerType(c.Type) == "":
			made.Default = d.parentsDefault(t, c.Name, in)
		case c.Generated != nil && c.Inherited && t.PartitionOf == nil:
			made.Generated = cmp.Or(generatedBy(d.parentTables(t, in), c.Name), c.Generated)
		}
		made.NotNull = c.NotNull || d.inheritsNotNullIn(t, c, in)
		if !sameColumn(made, c) {
			ways = append(ways, op.AlterColumn{Table: t.Name, From: made, To: c})
		}
	}
	for _, x := range t.Indexes {
		if made := x; x.Parent != "" {
			if made.With, made.Statistics = parentsWith(t, x, in), nil; !slices.Equal(made.With, x.With) || len(x.Statistics) > 0 {
				ways = append(ways, op.AlterIndex{Table: t.Name, From: made, To: x})
			}
		}
	}
	return ways
}

// inheritsNotNullIn reports whether a column comes with the NOT NULL of a
// parent's.
func (d *differ) inheritsNotNullIn(t schema.Table, c schema.Column, in schema.Database) bool {
	return c.Inherited && slices.ContainsFunc(parentsOf(t), func(n schema.Name) bool {
		parent := in.Table(n)
		return parent != nil && parent.HasNotNull(c.Name, in.Table)
	})
}

func (d *differ) parentsDefault(t schema.Table, column string, in schema.Database) string {
	for _, n := range parentsOf(t) {
		parent := in.Table(n)
		if parent == nil {
			continue
		}
		p := d.withInherited(*parent, in)
		if c := d.passedOn(n, p.Column(column)); c != nil && c.Default != "" {
			return c.Default
		}
	}
	return ""
}

// parentsWith returns the storage parameters with which an index comes.
func parentsWith(t schema.Table, x schema.Index, in schema.Database) []string {
	if parent := in.Table(t.PartitionOf.Parent); parent != nil {
		if p := parent.Index(x.Parent.Object()); p != nil {
			return p.With
		}
	}
	return x.With
}
