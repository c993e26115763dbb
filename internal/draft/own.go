package draft

import (
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// StaysOwn returns the columns and checks that a table, at the end of a draft,
// should have only from the parent that the operation gives it. It has them
// already, and to PostgreSQL they stay the table's own too.
func StaysOwn(o op.Operation, end schema.Database) []string {
	inherit, ok := o.(op.Inherit)
	if !ok {
		return nil
	}
	t, parent := end.Table(inherit.Table), end.Table(inherit.Parent)
	if t == nil || parent == nil {
		return nil
	}
	var list []string
	for _, c := range t.Columns {
		if c.Inherited && parent.Column(c.Name) != nil {
			list = append(list, "column "+c.Name)
		}
	}
	for _, c := range t.Checks {
		if c.Inherited && slices.ContainsFunc(parent.Checks, func(p schema.Check) bool { return p.Name == c.Name }) {
			list = append(list, "check "+c.Name)
		}
	}
	return list
}
