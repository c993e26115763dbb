package codegen

import (
	"slices"

	"github.com/deedsql/deed/schema"
)

// comesWithParent reports whether a partition has a constraint from its
// parent under the name that PostgreSQL chooses, so that its model need not
// say it. Where the partition has a like one of its own, both are said: else
// that one would be taken for the parent's.
func (m *tableModel) comesWithParent(c schema.Constraint) bool {
	if !c.IsInherited() || c.ConstraintComment() != "" || schema.KeyIndexOf(c) != (schema.KeyIndex{}) || m.hasTwin(c.ConstraintName()) {
		return false
	}
	table := m.table.Name.Object()
	switch c := c.(type) {
	case schema.PrimaryKey:
		return m.table.PartitionOf == nil || c.Name == schema.ObjectName(table, "", "pkey")
	case schema.Unique:
		return m.table.PartitionOf == nil || c.Name == schema.ObjectName(table, schema.JoinColumns(c.ColumnNames()), "key")
	}
	return true
}

// isValidated reports whether a foreign key of a partition is valid where its
// parent's is not.
func isValidated(db schema.Database, t schema.Table, c schema.ForeignKey) bool {
	if !c.Inherited || c.NotValid || t.PartitionOf == nil || db.Table(t.PartitionOf.Parent) == nil {
		return false
	}
	of, ok := db.Table(t.PartitionOf.Parent).Constraint(c.Name).(schema.ForeignKey)
	return ok && of.NotValid
}

// indexComesWithParent is comesWithParent for an index.
func (m *tableModel) indexComesWithParent(x schema.Index) bool {
	if x.Parent == "" || x.Comment != "" || x.Clustered {
		return false
	}
	if m.fromParent(func(p schema.Table) bool {
		of := p.Index(x.Parent.Object())
		return of != nil && (!slices.Equal(of.With, x.With) || len(of.Statistics)+len(x.Statistics) > 0) // which new partitions do not get
	}) {
		return false
	}
	auto := schema.ObjectName(m.table.Name.Object(), schema.JoinColumns(x.ColumnNames()), "idx")
	return x.Name == auto && !m.hasTwin(x.Name)
}

// hasTwin reports whether another part of the partition could stand for the
// same part of its parent. Then both are said.
func (m *tableModel) hasTwin(name string) bool {
	parts := m.table.Indexed()
	i := slices.IndexFunc(parts, func(x schema.Indexed) bool { return x.Name == name })
	return i >= 0 && slices.ContainsFunc(parts, func(x schema.Indexed) bool {
		return x.Name != name && x.StandsFor(parts[i])
	})
}
