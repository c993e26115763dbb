package draft

import (
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// respell gives expressions in what is added back the words of the models:
// people read the revision, and email like '%@%' reads better than what the
// server makes of it. Where the server qualified a name, its spelling stays:
// it holds under every search_path.
func respell(ops []op.Operation, models schema.Database) {
	for i, o := range ops {
		switch o := o.(type) {
		case op.CreateTable:
			if m := models.Table(o.Table.Name); m != nil {
				o.Table = respellTable(o.Table, m)
				ops[i] = o
			}
		case op.AddColumn:
			if m := models.Table(o.Table); m != nil {
				o.Column = respellColumn(o.Column, m)
				ops[i] = o
			}
		case op.AlterColumn:
			if m := models.Table(o.Table); m != nil {
				spelled := o.To.Default
				o.To = respellColumn(o.To, m)
				if o.From.Default == spelled {
					o.To.Default = spelled // it does not change
				}
				ops[i] = o
			}
		case op.AddConstraint:
			if m := models.Table(o.Table); m != nil {
				o.Constraint = respellConstraint(o.Constraint, m)
				ops[i] = o
			}
		case op.CreateIndex:
			if m := models.Table(o.Table); m != nil {
				o.Index = respellIndex(o.Index, m)
				ops[i] = o
			}
		}
	}
}

func respellTable(t schema.Table, m *schema.Table) schema.Table {
	t.Columns = slices.Clone(t.Columns)
	for i := range t.Columns {
		t.Columns[i] = respellColumn(t.Columns[i], m)
	}
	t.Checks = slices.Clone(t.Checks)
	for i := range t.Checks {
		t.Checks[i] = respellConstraint(t.Checks[i], m).(schema.Check)
	}
	t.Indexes = slices.Clone(t.Indexes)
	for i := range t.Indexes {
		t.Indexes[i] = respellIndex(t.Indexes[i], m)
	}
	return t
}

func respellColumn(c schema.Column, m *schema.Table) schema.Column {
	was := m.Column(c.Name)
	if was == nil {
		return c
	}
	c.Default = prefer(was.Default, c.Default)
	if c.Generated != nil && was.Generated != nil {
		c.Generated = &schema.Generated{Expr: prefer(was.Generated.Expr, c.Generated.Expr), Virtual: c.Generated.Virtual}
	}
	return c
}

func respellConstraint(c schema.Constraint, m *schema.Table) schema.Constraint {
	check, ok := c.(schema.Check)
	if was, found := m.Constraint(c.ConstraintName()).(schema.Check); ok && found {
		check.Expr = prefer(was.Expr, check.Expr)
		return check
	}
	return c
}

func respellIndex(x schema.Index, m *schema.Table) schema.Index {
	was := m.Index(x.Name)
	if was == nil || len(was.Key) != len(x.Key) {
		return x
	}
	x.Where = prefer(was.Where, x.Where)
	x.Key = slices.Clone(x.Key)
	for i := range x.Key {
		x.Key[i] = prefer(was.Key[i], x.Key[i])
	}
	return x
}

// prefer returns the model's spelling unless the server's qualifies more
// names. An empty spelling of either side is the server's business.
func prefer(model, server string) string {
	if model == "" || server == "" || dots(model) != dots(server) {
		return server
	}
	return model
}

func dots(sql string) int {
	n := 0
	for _, t := range schema.Tokens(sql) {
		if t.Is(".") {
			n++
		}
	}
	return n
}
