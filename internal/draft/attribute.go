package draft

import (
	"cmp"
	"slices"

	"github.com/deedsql/deed/schema"
)

// attributesAsThere returns composite types with their attributes in the order in
// which the database has them, new ones last: like that of columns, nothing
// changes it, and ROW(1, 'x') means what it does there. A type with an attribute
// of another type is made anew, in the order of the models.
func attributesAsThere(want, live []schema.Composite) []schema.Composite {
	want = slices.Clone(want)
	for i, x := range want {
		there := slices.IndexFunc(live, func(y schema.Composite) bool { return y.Name == x.Name })
		if there < 0 || retypes(live[there], x) {
			continue
		}
		place := func(a schema.Attribute) int {
			if i := indexOfAttribute(live[there], a.Name); i >= 0 {
				return i
			}
			return len(live[there].Attributes)
		}
		want[i].Attributes = slices.Clone(x.Attributes)
		slices.SortStableFunc(want[i].Attributes, func(a, b schema.Attribute) int { return cmp.Compare(place(a), place(b)) })
	}
	return want
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
