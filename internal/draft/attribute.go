package draft

import (
	"cmp"
	"slices"
	"strings"

	"github.com/deedsql/deed/schema"
)

// attributesAsThere returns the composite types of want with their attributes in
// the order in which the database has them, new ones last: like that of columns,
// nothing changes it, and ROW(1, 'x') means what it does there. A type with an
// attribute of another type is made anew. It has that order too, for values are
// read field by field from what they were written as; but where that is not the
// order of the models, and a default has a value of the type, theirs.
func attributesAsThere(want schema.Database, live []schema.Composite) []schema.Composite {
	composites := slices.Clone(want.Composites)
	for i, x := range composites {
		there := slices.IndexFunc(live, func(y schema.Composite) bool { return y.Name == x.Name })
		if there < 0 {
			continue
		}
		sorted := sortedAs(x, live[there])
		if retypes(live[there], x) && !slices.Equal(sorted.Attributes, x.Attributes) && isInDefault(want, x.Name) {
			continue
		}
		composites[i] = sorted
	}
	return composites
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

// isInDefault reports whether a column has a default with a value of a type.
func isInDefault(db schema.Database, typ schema.Name) bool {
	return slices.ContainsFunc(db.Tables, func(t schema.Table) bool {
		return slices.ContainsFunc(t.Columns, func(c schema.Column) bool {
			return c.Default != "" && schema.ParseName(strings.TrimSuffix(c.Type, "[]")) == typ
		})
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
