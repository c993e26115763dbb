package model

import (
	"slices"

	"github.com/deedsql/deed/schema"
)

// parents returns the tables that t gets columns from.
func (t *table) parents() []schema.Name {
	if t.PartitionOf != nil {
		return []schema.Name{t.PartitionOf.Parent}
	}
	return t.Inherits
}

// inherit gives a partition or child table the columns of its parents, in
// their order before the table's own.
func (l *loader) inherit(t *table, seen []*table) {
	if t.done || slices.Contains(seen, t) {
		return
	}
	if t.done = true; len(t.parents()) == 0 {
		return
	}
	var columns []schema.Column
	for _, name := range t.parents() {
		parent := l.byName[name]
		if parent == nil {
			t.open = true
			continue
		}
		l.inherit(parent, append(seen, t))
		t.open = t.open || parent.open
		for _, c := range parent.Columns {
			if !slices.ContainsFunc(columns, func(x schema.Column) bool { return x.Name == c.Name }) {
				columns = append(columns, merged(t, parent, c))
			}
		}
	}
	for _, c := range t.Columns {
		if !slices.ContainsFunc(columns, func(x schema.Column) bool { return x.Name == c.Name }) {
			columns = append(columns, c)
		}
	}
	t.Columns = columns
}

// merged returns a column that a parent has, with what the table says of it
// itself.
func merged(t, parent *table, c schema.Column) schema.Column {
	from := inherited(t, parent, c)
	own := t.Column(c.Name)
	if own == nil {
		return from
	}
	m := *own
	m.Inherited = m.Inherited || t.PartitionOf != nil
	takenAway := t.PartitionOf == nil && t.field(c.Name).says("null")
	if from.NotNull && !m.NotNull && !takenAway {
		m.NotNull, m.NotNullNotValid = true, from.NotNullNotValid
	}
	bare := m.Default == "" && m.Generated == nil && m.Identity == nil && schema.IntegerType(m.Type) == ""
	if bare && !t.field(c.Name).says("default") { // default: null takes the parent's away
		m.Default, m.Generated = from.Default, from.Generated
	}
	return m
}

// inherited returns what a child table has of its parent's column. An identity
// goes to partitions only.
func inherited(t, parent *table, c schema.Column) schema.Column {
	if base := schema.IntegerType(c.Type); base != "" {
		sequence := parent.Name.Sibling(schema.ObjectName(parent.Name.Object(), c.Name, "seq"))
		c.Type, c.Default = base, "nextval("+schema.Literal(sequence.SQL())+"::regclass)"
	}
	if t.PartitionOf == nil {
		c.Identity = nil
	}
	c.Inherited, c.Comment, c.Statistics, c.Options = true, "", nil, nil
	return c.WithInheritedNotNull()
}

// inheritChecks gives a table its parents' checks, once they have names.
func (l *loader) inheritChecks(t *table, seen []schema.Name) {
	for _, name := range t.parents() {
		parent := l.byName[name]
		if parent == nil || slices.Contains(seen, name) {
			continue
		}
		l.inheritChecks(parent, append(seen, name))
		for _, c := range parent.Checks {
			if own := t.check(c.Name); own != nil {
				own.Inherited = t.PartitionOf != nil || own.Inherited
			} else if !c.NoInherit {
				c.Inherited, c.Comment = true, ""
				t.Checks = append(t.Checks, c)
			}
		}
	}
}

func (t *table) check(name string) *schema.Check {
	for i := range t.Checks {
		if t.Checks[i].Name == name {
			return &t.Checks[i]
		}
	}
	return nil
}
