package codegen

import (
	"slices"

	"github.com/deedsql/deed/schema"
)

// comesWithParent reports whether a partition has a constraint from its
// parent under the name that PostgreSQL chooses, so that its model need not
// say it.
func (m *tableModel) comesWithParent(c schema.Constraint) bool {
	if !c.IsInherited() || c.ConstraintComment() != "" {
		return false
	}
	table := m.table.Name.Object()
	switch c := c.(type) {
	case schema.PrimaryKey:
		return m.table.PartitionOf == nil || c.Name == schema.ObjectName(table, "", "pkey")
	case schema.Unique:
		return m.table.PartitionOf == nil || c.Name == schema.ObjectName(table, schema.JoinColumns(c.Columns), "key")
	}
	return true
}

// indexComesWithParent is comesWithParent for an index. Where the partition
// has a like one of its own, both are said: else that one would be taken for
// the parent's.
func (m *tableModel) indexComesWithParent(x schema.Index) bool {
	if x.Parent == "" || x.Comment != "" {
		return false
	}
	auto := schema.ObjectName(m.table.Name.Object(), schema.JoinColumns(x.ColumnNames()), "idx")
	return x.Name == auto && !slices.ContainsFunc(m.table.Indexes, func(own schema.Index) bool {
		return own.Parent == "" && indexDefinition(own) == indexDefinition(x) && own.Unique == x.Unique
	})
}
