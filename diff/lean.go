package diff

import (
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
	var parents []schema.Table
	for _, name := range parentsOf(t) {
		if p := in.Table(name); p != nil {
			parents = append(parents, d.withInherited(*p, in))
		}
	}
	t.Columns = without(t.Columns, func(c schema.Column) bool {
		return c.Inherited && slices.ContainsFunc(parents, func(p schema.Table) bool { return d.bringsColumn(p, c) })
	})
	d.leanNotNull(t.Columns, parents)
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
	return t
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

// lostDefaults takes from a table that is new the defaults which its columns
// come with from its parents and shall not have.
func (d *differ) lostDefaults(t schema.Table) []op.Operation {
	var lost []op.Operation
	for _, c := range t.Columns {
		if c.Default != "" || c.Generated != nil || c.Identity != nil || schema.IntegerType(c.Type) != "" {
			continue
		}
		with := c
		if with.Default = d.parentsDefault(t, c.Name); with.Default != "" {
			lost = append(lost, op.AlterColumn{Table: t.Name, From: with, To: c})
		}
	}
	return lost
}

func (d *differ) parentsDefault(t schema.Table, column string) string {
	for _, n := range parentsOf(t) {
		parent := d.to.Table(n)
		if parent == nil {
			continue
		}
		p := d.withInherited(*parent, d.to)
		if c := d.passedOn(n, p.Column(column)); c != nil && c.Default != "" {
			return c.Default
		}
	}
	return ""
}
