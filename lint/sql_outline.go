package lint

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"github.com/deedsql/deed/internal/pgparse"
	"github.com/deedsql/deed/schema"
)

func (r *reader) outline(table object, does func(*outline)) {
	r.emit(effect{kind: outlines, object: table, outline: does})
}

// indexOutline notes what CREATE INDEX adds to the keys of a table.
func (r *reader) indexOutline(table object, s *pg.IndexStmt) {
	x := schema.Index{Name: s.Idxname, Method: s.AccessMethod}
	if s.WhereClause != nil {
		return
	}
	for _, n := range s.IndexParams {
		if name := n.GetIndexElem().GetName(); name != "" {
			x.Key = append(x.Key, schema.Quote(name))
		} else {
			break
		}
	}
	r.outline(table, func(t *outline) { t.index(x) })
}

// alterOutline notes what a subcommand of ALTER TABLE makes of the keys.
func (r *reader) alterOutline(table object, c *pg.AlterTableCmd) {
	switch c.Subtype {
	case pg.AlterTableType_AT_AddConstraint:
		k := c.Def.GetConstraint()
		added := constraintOf(table.name, k)
		r.outline(table, func(t *outline) {
			if t.constraint(added); k.GetIndexname() != "" {
				t.rename(k.GetIndexname(), added.ConstraintName())
			}
		})
	case pg.AlterTableType_AT_DropConstraint:
		r.outline(table, func(t *outline) { t.drop(c.Name) })
	case pg.AlterTableType_AT_ValidateConstraint:
		r.outline(table, func(t *outline) { delete(t.notValid, c.Name) })
	case pg.AlterTableType_AT_DropColumn:
		r.outline(table, func(t *outline) { t.renameColumn(c.Name, "") })
	}
}

// constraintOf returns so much of a constraint as the rules need, under
// PostgreSQL's name for it if it has none.
func constraintOf(table schema.Name, c *pg.Constraint) schema.Constraint {
	columns := pgparse.Strings(c.GetKeys())
	switch c.GetContype() {
	case pg.ConstrType_CONSTR_CHECK:
		return schema.Check{Name: c.Conname, NotValid: c.SkipValidation}
	case pg.ConstrType_CONSTR_FOREIGN:
		columns = pgparse.Strings(c.FkAttrs)
		return schema.ForeignKey{Name: nameOf(table, c, columns, "fkey"), Columns: columns, NotValid: c.SkipValidation}
	case pg.ConstrType_CONSTR_PRIMARY:
		return schema.PrimaryKey{Name: nameOf(table, c, nil, "pkey"), Columns: columns}
	}
	return schema.Unique{Name: nameOf(table, c, columns, "key"), Columns: columns}
}

func nameOf(table schema.Name, c *pg.Constraint, columns []string, label string) string {
	if c.GetConname() != "" {
		return c.GetConname()
	}
	return schema.ObjectName(table.Object(), schema.JoinColumns(columns), label)
}
