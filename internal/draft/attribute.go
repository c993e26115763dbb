package draft

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/internal/pgparse"
	"github.com/deedsql/deed/schema"
)

// attributesAsThere returns the composite types of want with their attributes in
// the order in which the database has them, new ones last: like that of columns,
// nothing changes it, and ROW(1, 'x') means what it does there. A type with an
// attribute of another type is made anew. It has that order too, for values are
// read field by field from what they were written as; but where that is not the
// order of the models, and a default has a value of the type, theirs. It
// refuses values in an order that the type cannot come to have.
func attributesAsThere(want, live schema.Database) ([]schema.Composite, error) {
	composites := slices.Clone(want.Composites)
	for i, x := range composites {
		there := slices.IndexFunc(live.Composites, func(y schema.Composite) bool { return y.Name == x.Name })
		if there < 0 {
			continue
		}
		sorted := sortedAs(x, live.Composites[there])
		if value := newValueOf(want, live, x.Name); value != "" && !slices.Equal(sorted.Attributes, x.Attributes) {
			if retypes(live.Composites[there], x) {
				continue
			}
			return nil, hint.Wrap(fmt.Errorf("%s has a value of type %s, whose attributes the models have in another order than the database, which nothing changes", value, x.Name),
				"write the attributes, and what ROW(…) or '(…)' says of them, in this order: %s", strings.Join(attributeNames(sorted), ", "))
		}
		composites[i] = sorted
	}
	return composites, nil
}

func attributeNames(x schema.Composite) []string {
	names := make([]string, len(x.Attributes))
	for i, a := range x.Attributes {
		names[i] = a.Name
	}
	return names
}

// sortedAs returns a composite type with its attributes in the order of there.
func sortedAs(x, there schema.Composite) schema.Composite {
	place := func(a schema.Attribute) int {
		if i := indexOfAttribute(there, a.Name); i >= 0 {
			return i
		}
		return len(there.Attributes)
	}
	x.Attributes = slices.Clone(x.Attributes)
	slices.SortStableFunc(x.Attributes, func(a, b schema.Attribute) int { return cmp.Compare(place(a), place(b)) })
	return x
}

// newValueOf returns what has another value of a composite type written out than
// in the database: the default of a column of it, or a check that names it; empty
// if nothing does.
func newValueOf(want, live schema.Database, typ schema.Name) string {
	for _, t := range want.Tables {
		there := live.Table(t.Name)
		if there == nil {
			there = &schema.Table{}
		}
		for _, c := range t.Columns {
			was := there.Column(c.Name)
			if schema.ParseName(strings.TrimSuffix(c.Type, "[]")) == typ && hasPlaces(c.Default) &&
				(was == nil || !pgparse.EqualDefaults(c.Default, was.Default, c.Type)) {
				return fmt.Sprintf("the default of %s.%s", t.Name, c.Name)
			}
		}
		for _, c := range t.Checks {
			was, _ := there.Constraint(c.Name).(schema.Check)
			if hasPlaces(c.Expr) && namesType(c.Expr, typ) && !pgparse.Equal(c.Expr, was.Expr) {
				return fmt.Sprintf("check %s of %s", c.Name, t.Name)
			}
		}
	}
	return ""
}

// hasPlaces reports whether a fragment tells values by their places.
func hasPlaces(sql string) bool {
	return slices.ContainsFunc(schema.Tokens(sql), func(t schema.Token) bool {
		return t.Is("row") || t.Kind == schema.String && strings.ContainsAny(t.Text, "(")
	})
}

// namesType reports whether a fragment names a type.
func namesType(sql string, typ schema.Name) bool {
	return slices.ContainsFunc(schema.Tokens(sql), func(t schema.Token) bool {
		return t.Kind <= schema.Quoted && t.Unquote() == typ.Object()
	})
}

// retypes reports whether an attribute of a type gets another type.
func retypes(from, to schema.Composite) bool {
	return slices.ContainsFunc(to.Attributes, func(a schema.Attribute) bool {
		i := indexOfAttribute(from, a.Name)
		return i >= 0 && (from.Attributes[i].Type != a.Type || from.Attributes[i].Collation != a.Collation)
	})
}

func indexOfAttribute(x schema.Composite, name string) int {
	return slices.IndexFunc(x.Attributes, func(a schema.Attribute) bool { return a.Name == name })
}
