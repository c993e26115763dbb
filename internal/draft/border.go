package draft

import (
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/internal/canon"
	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/introspect"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/ownership"
	"github.com/deedsql/deed/schema"
)

// dependents returns all that rests on the selection from outside of it, and
// the columns of row types that the operations leave.
func dependents(s ownership.Selection, c *introspect.Catalog, ops []op.Operation) []ownership.Dependent {
	list := append(s.Foreign(c.Database), rowTypes(c.Database, ops)...)
	for _, d := range c.Dependents {
		if d.Kind == introspect.DependentGrant {
			continue // a grant goes with what it is on and blocks nothing
		}
		if t := s.Table(d.Name); d.Kind == introspect.DependentTypedTable && t != nil && t.Settings.Of != "" {
			continue // the differ lets go of it
		}
		kind := op.KindTable
		switch d.On.Kind {
		case introspect.RefSequence:
			kind = op.KindSequence
		case introspect.RefType:
			kind = op.KindType
		case introspect.RefSchema:
			kind = op.KindSchema
		case introspect.RefExtension:
			kind = op.KindExtension
		}
		list = append(list, ownership.Dependent{
			What: describe(d), Name: d.Name, On: op.Object{Kind: kind, Name: d.On.Name}, Column: d.On.Column,
			Key: d.On.Key, Whole: d.Kind == introspect.DependentTypedTable, Goes: goesAlong(d),
		})
		if d.Kind == introspect.DependentTypedTable {
			list = append(list, ownership.Dependent{
				What: fmt.Sprintf("typed table %s of type %s", d.Name, d.On.Name), Name: d.Name,
				On: op.Object{Kind: op.KindTable, Name: d.Name}, Whole: true, Goes: true,
			})
		}
	}
	for _, r := range c.Relations {
		if n := r.Name; r.Kind != introspect.Sequence && r.Kind != introspect.CompositeType && s.Table(n) == nil {
			list = append(list, ownership.Dependent{
				What: fmt.Sprintf("%s %s", r.Kind, n), Name: n, On: op.Object{Kind: op.KindSchema, Name: schema.NewName("", n.Schema())},
			})
		}
	}
	return list
}

func describe(d introspect.Dependent) string {
	if d.Part == "" || d.Kind == introspect.DependentFunction {
		return fmt.Sprintf("%s %s", d.Kind, d.Name)
	}
	return fmt.Sprintf("%s %s on %s", d.Kind, d.Part, d.Name)
}

// goesAlong reports whether the dependent is a part of what it rests on.
func goesAlong(d introspect.Dependent) bool {
	switch d.Kind {
	case introspect.DependentTrigger, introspect.DependentPolicy, introspect.DependentRule,
		introspect.DependentPublication:
		return d.Name == d.On.Name
	}
	return false
}

// inTheWay returns an error if a name that a model wants to create is taken
// by something that is not a table of the service.
func inTheWay(want schema.Database, s ownership.Selection, c *introspect.Catalog) error {
	taken := make(map[schema.Name]introspect.Relation, len(c.Relations))
	for _, r := range c.Relations {
		taken[r.Name] = r
	}
	goes := func(n schema.Name) bool { // an own type that is dropped
		return slices.ContainsFunc(s.Composites, func(x schema.Composite) bool { return x.Name == n })
	}
	for _, t := range want.Tables {
		r, found := taken[t.Name]
		if !found || s.Table(t.Name) != nil || r.Kind == introspect.Sequence || r.Kind == introspect.CompositeType && goes(t.Name) {
			continue
		}
		what := string(r.Kind)
		if r.Extension != "" {
			what += " of extension " + r.Extension
		}
		return hint.New(fmt.Sprintf("the name of table %s is taken: the database has a %s of that name, which is not this service's", t.Name, what),
			"give the model another name with //deed:table")
	}
	return nil
}

// typesExist reports the tables of composite types that neither the models nor
// the database have.
func typesExist(want schema.Database, c *introspect.Catalog) error {
	known := map[schema.Name]bool{"": true}
	for _, x := range want.Composites {
		known[x.Name] = true
	}
	for _, r := range c.Relations {
		known[r.Name] = known[r.Name] || r.Kind == introspect.CompositeType
	}
	var refused canon.FragmentErrors
	for _, t := range want.Tables {
		if !known[t.Settings.Of] {
			refused = append(refused, &canon.FragmentError{Table: t.Name, Kind: "type of", Offset: -1, Err: &pgconn.PgError{
				Message: fmt.Sprintf("there is no composite type %s, neither in the models nor in the database", t.Settings.Of),
				Hint:    "declare it with //deed:type",
			}})
		}
	}
	if len(refused) > 0 {
		return refused
	}
	return nil
}

// rowTypes returns the columns that are, and stay, of the row type of a table,
// for each of that table's columns.
func rowTypes(live schema.Database, ops []op.Operation) []ownership.Dependent {
	var list []ownership.Dependent
	for _, t := range live.Tables {
		for _, c := range t.Columns {
			if !strings.Contains(c.Type, ".") {
				continue // built in
			}
			row := live.Table(schema.ParseName(strings.TrimSuffix(c.Type, "[]")))
			if row == nil || slices.ContainsFunc(ops, func(o op.Operation) bool { return ends(o, t.Name, c.Name) }) {
				continue
			}
			for _, field := range row.Columns {
				list = append(list, ownership.Dependent{
					What: fmt.Sprintf("column %s.%s of its row type", t.Name, c.Name), Name: t.Name,
					On: op.Object{Kind: op.KindTable, Name: row.Name}, Column: field.Name, RowType: true,
				})
			}
		}
	}
	return list
}

// ends reports whether after an operation there is no such column, or one of
// another type.
func ends(o op.Operation, table schema.Name, column string) bool {
	switch o := o.(type) {
	case op.DropTable:
		return o.Table.Name == table
	case op.DropColumn:
		return o.Table == table && o.Column.Name == column
	case op.AlterColumn:
		return o.Table == table && o.From.Name == column && o.From.Type != o.To.Type
	}
	return false
}
