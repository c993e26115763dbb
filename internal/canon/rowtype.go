package canon

import (
	"cmp"
	"slices"
	"strings"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// wantedRows describes the row types of those tables that a column or another
// type is made of.
func wantedRows(r Request) []wantedType {
	var types []wantedType
	for _, name := range madeOf(r) {
		t := r.Want.Table(name)
		if t == nil {
			continue
		}
		row := rowOf(*t)
		live := r.Live.Table(name)
		types = append(types, wantedType{
			name: name, kind: "table", over: attributeTypes(row), create: createComposite(row),
			there: live != nil && slices.Equal(rowOf(*live).Attributes, row.Attributes),
		})
	}
	return types
}

// madeOf returns the names of the types that columns of the requested tables
// and the models' types are made of, those that these are made of in turn, and
// what expressions name.
func madeOf(r Request) []schema.Name {
	var found []schema.Name
	add := func(types ...string) {
		for _, typ := range types {
			if name := elementType(typ); !slices.Contains(found, name) {
				found = append(found, name)
			}
		}
	}
	for _, x := range slices.Concat(wantedComposites(r), wantedDomains(r)) {
		add(x.over...)
	}
	for _, name := range r.Tables {
		if t := r.Want.Table(name); t != nil {
			add(attributeTypes(rowOf(*t))...)
			eachFragment(t, func(_, _, sql string) { add(namedIn(sql)...) })
		}
	}
	for i := 0; i < len(found); i++ {
		if t := r.Want.Table(found[i]); t != nil {
			add(attributeTypes(rowOf(*t))...)
		}
	}
	return found
}

// namedIn returns the names in constants such as 'public.users'::regclass. The
// row type of a table stands in for the table too: it is a relation.
func namedIn(sql string) []string {
	if !strings.Contains(sql, "::reg") {
		return nil
	}
	var names []string
	tokens := schema.Tokens(sql)
	for i, t := range tokens {
		if t.Kind == schema.String && namesObject(tokens, i) {
			names = append(names, schema.StringValue(t.Text))
		}
	}
	return names
}

// rowOf returns a table's row type as a composite type of its own.
func rowOf(t schema.Table) schema.Composite {
	row := schema.Composite{Name: t.Name}
	for _, c := range t.Columns {
		typ := cmp.Or(schema.IntegerType(c.Type), c.Type)
		row.Attributes = append(row.Attributes, schema.Attribute{Name: c.Name, Type: typ, Collation: c.Collation})
	}
	return row
}

func attributeTypes(x schema.Composite) []string {
	types := make([]string, len(x.Attributes))
	for i, a := range x.Attributes {
		types[i] = a.Type
	}
	return types
}

// createComposite creates a composite type under another name, with stand-ins
// for what it is made of.
func createComposite(x schema.Composite) func(schema.Name, []standIn) op.Operation {
	return func(name schema.Name, standIns []standIn) op.Operation {
		staged := schema.Composite{Name: name, Attributes: slices.Clone(x.Attributes)}
		for i := range staged.Attributes {
			staged.Attributes[i].Type = replaceNames(staged.Attributes[i].Type, standIns)
			staged.Attributes[i].Comment = ""
		}
		return op.CreateComposite{Composite: staged}
	}
}
