package ownership

import (
	"slices"

	"github.com/deedsql/deed/schema"
)

// knownParts returns a table that the service did not create without the
// parts that neither its model nor its history know.
func (s *selector) knownParts(t schema.Table) schema.Table {
	if s.DropUnmodelled {
		return t
	}
	model, ok := s.successor(t)
	if !ok {
		return t
	}
	known := func(kind, name string, modelled bool) bool {
		if follows := model.part(name); modelled && kind != "column" && follows != name {
			s.Following = append(s.Following, Part{model.Name, kind, follows})
		}
		if modelled || s.History.knows(t.Name, kind, name) {
			return true
		}
		s.LeftAlone = append(s.LeftAlone, Part{t.Name, kind, name})
		return false
	}
	t.Columns = filter(t.Columns, func(c schema.Column) bool {
		return c.Inherited || known("column", c.Name, model.Column(model.column(c.Name)) != nil)
	})
	t.Indexes = filter(t.Indexes, func(x schema.Index) bool {
		return x.Parent != "" || known("index", x.Name, slices.ContainsFunc(model.Indexes, func(m schema.Index) bool {
			return m.Name == x.Name || m.Name == model.part(x.Name) || slices.Equal(m.Key, model.list(x.Key)) && m.Where == x.Where && m.Unique == x.Unique
		}))
	})
	t.Statistics = filter(t.Statistics, func(x schema.Statistics) bool {
		return known("statistics", string(x.Name), slices.ContainsFunc(model.Statistics, func(m schema.Statistics) bool {
			return m.Name == x.Name || m.Name == x.Name.Sibling(model.part(x.Name.Object()))
		}))
	})
	t = keepConstraints(t, func(c schema.Constraint) bool {
		return c.IsInherited() || known("constraint", c.ConstraintName(), modelled(model, c))
	})
	return silentOn(t, model)
}

// modelled reports whether the model has the constraint, by name or by what
// it says: one that was named by someone else is still the model's.
func modelled(model successor, c schema.Constraint) bool {
	if model.Constraint(c.ConstraintName()) != nil || model.Constraint(model.part(c.ConstraintName())) != nil {
		return true
	}
	return slices.ContainsFunc(model.Constraints(), func(m schema.Constraint) bool {
		switch m := m.(type) {
		case schema.PrimaryKey:
			c, ok := c.(schema.PrimaryKey)
			return ok && slices.Equal(m.Columns, model.list(c.Columns))
		case schema.Unique:
			c, ok := c.(schema.Unique)
			return ok && slices.Equal(m.Columns, model.list(c.Columns))
		case schema.ForeignKey:
			c, ok := c.(schema.ForeignKey)
			return ok && slices.Equal(m.Columns, model.list(c.Columns)) && m.References == c.References
		}
		return false
	})
}

// keepConstraints returns the table with the constraints that pass.
func keepConstraints(t schema.Table, ok func(schema.Constraint) bool) schema.Table {
	if t.PrimaryKey != nil && !ok(*t.PrimaryKey) {
		t.PrimaryKey = nil
	}
	t.Uniques = filter(t.Uniques, func(c schema.Unique) bool { return ok(c) })
	t.Checks = filter(t.Checks, func(c schema.Check) bool { return ok(c) })
	t.Exclusions = filter(t.Exclusions, func(c schema.Exclusion) bool { return ok(c) })
	t.ForeignKeys = filter(t.ForeignKeys, func(c schema.ForeignKey) bool { return ok(c) })
	return t
}

// filter returns what passes: the list itself if all of it does.
func filter[T any](list []T, ok func(T) bool) []T {
	for i, x := range list {
		if ok(x) {
			continue
		}
		kept := append([]T(nil), list[:i]...) // nil if nothing is left
		for _, x := range list[i+1:] {
			if ok(x) {
				kept = append(kept, x)
			}
		}
		return kept
	}
	return list
}

// silentOn leaves out of an adopted table the settings and comments on which
// its model is silent. A model that does not speak of row level security must
// not switch it off.
func silentOn(t schema.Table, model successor) schema.Table {
	t.Comment = unlessSilent(t.Comment, model.Comment)
	s, m := &t.Settings, model.Settings
	s.Of = unlessSilent(s.Of, m.Of)
	s.Tablespace = unlessSilent(s.Tablespace, m.Tablespace)
	s.AccessMethod = unlessSilent(s.AccessMethod, m.AccessMethod)
	s.ReplicaIdentity = unlessSilent(s.ReplicaIdentity, m.ReplicaIdentity)
	s.Unlogged = s.Unlogged && m.Unlogged
	s.RowSecurity = s.RowSecurity && m.RowSecurity
	s.ForceRowSecurity = s.ForceRowSecurity && m.ForceRowSecurity
	if len(m.With) == 0 {
		s.With = nil
	}
	if slices.ContainsFunc(t.Columns, hasExtras) {
		t.Columns = slices.Clone(t.Columns)
	}
	for i := range t.Columns {
		if c := model.Column(model.column(t.Columns[i].Name)); c != nil && hasExtras(t.Columns[i]) {
			t.Columns[i] = silentOnColumn(t.Columns[i], c)
		}
	}
	return t
}

// hasExtras reports whether a column has something on which models may be
// silent.
func hasExtras(c schema.Column) bool {
	return c.Comment != "" || c.Storage != "" || c.Compression != "" || c.NotNullComment != "" || c.Statistics != nil || len(c.Options) > 0
}

func silentOnColumn(c schema.Column, model *schema.Column) schema.Column {
	c.Comment = unlessSilent(c.Comment, model.Comment)
	c.Storage = unlessSilent(c.Storage, model.Storage)
	c.Compression = unlessSilent(c.Compression, model.Compression)
	c.NotNullComment = unlessSilent(c.NotNullComment, model.NotNullComment)
	if model.Statistics == nil {
		c.Statistics = nil
	}
	if len(model.Options) == 0 {
		c.Options = nil
	}
	return c
}

func unlessSilent[T ~string](live, model T) T {
	if model == "" {
		return ""
	}
	return live
}
