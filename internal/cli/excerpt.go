package cli

import (
	"slices"

	"github.com/deedsql/deed/schema"
)

// excerpt returns the tables of a database that are wanted, with the
// partitions of wanted tables and the types and sequences that they use, less
// what is modelled already. whole adds the types and sequences that no table
// uses.
func excerpt(db schema.Database, tables []schema.Name, modelled schema.Database, whole bool) schema.Database {
	e := &excerpts{db: db, tables: map[schema.Name]bool{}, types: map[schema.Name]bool{}}
	for _, n := range tables {
		e.addTable(n)
	}
	out := schema.Database{}
	for _, t := range db.Tables {
		if e.tables[t.Name] && modelled.Table(t.Name) == nil {
			out.Tables = append(out.Tables, t)
		}
	}
	out.Enums = keptBy(db.Enums, modelled.Enums, func(x schema.Enum) schema.Name { return x.Name }, e.uses(whole, tables))
	out.Domains = keptBy(db.Domains, modelled.Domains, func(x schema.Domain) schema.Name { return x.Name }, e.uses(whole, tables))
	out.Composites = keptBy(db.Composites, modelled.Composites, func(x schema.Composite) schema.Name { return x.Name }, e.uses(whole, tables))
	out.Ranges = keptBy(db.Ranges, modelled.Ranges, func(x schema.Range) schema.Name { return x.Name }, e.uses(whole, tables))
	out.Sequences = keptBy(db.Sequences, modelled.Sequences, func(x schema.Sequence) schema.Name { return x.Name }, func(n schema.Name) bool {
		return e.usesSequence(n) || whole && e.inSchema(n, tables)
	})
	return out
}

type excerpts struct {
	db     schema.Database
	tables map[schema.Name]bool
	types  map[schema.Name]bool
	words  []schema.Token // of all defaults
}

// addTable adds a table, its partitions, and what its columns use.
func (e *excerpts) addTable(n schema.Name) {
	t := e.db.Table(n)
	if t == nil || e.tables[n] {
		return
	}
	e.tables[n] = true
	for _, c := range t.Columns {
		e.addType(c.Type)
		e.words = append(e.words, schema.Tokens(c.Default)...)
	}
	for _, child := range e.db.Tables {
		if child.PartitionOf != nil && child.PartitionOf.Parent == n {
			e.addTable(child.Name)
		}
	}
}

// addType adds a type and those that it is made of.
func (e *excerpts) addType(sql string) {
	tokens := schema.Tokens(sql)
	if len(tokens) < 3 || !tokens[1].Is(".") {
		return // built in
	}
	n := schema.NewName(tokens[0].Unquote(), tokens[2].Unquote())
	if e.types[n] {
		return
	}
	e.types[n] = true
	for _, d := range e.db.Domains {
		if d.Name == n {
			e.addType(d.Type)
		}
	}
	for _, c := range e.db.Composites {
		if c.Name == n {
			for _, a := range c.Attributes {
				e.addType(a.Type)
			}
		}
	}
}

// usesSequence reports whether a default takes from the sequence or a wanted
// table's column owns it.
func (e *excerpts) usesSequence(n schema.Name) bool {
	for _, s := range e.db.Sequences {
		if s.Name == n && s.OwnedBy != nil && e.tables[s.OwnedBy.Table] {
			return true
		}
	}
	return slices.ContainsFunc(e.words, func(t schema.Token) bool {
		return t.Kind == schema.String && schema.ParseName(schema.StringValue(t.Text)) == n
	})
}

// inSchema reports whether a wanted table lives in the schema of n.
func (e *excerpts) inSchema(n schema.Name, tables []schema.Name) bool {
	return slices.ContainsFunc(tables, func(t schema.Name) bool { return t.Schema() == n.Schema() })
}

func (e *excerpts) uses(whole bool, tables []schema.Name) func(schema.Name) bool {
	return func(n schema.Name) bool { return e.types[n] || whole && e.inSchema(n, tables) }
}

func keptBy[T any](live, modelled []T, name func(T) schema.Name, wanted func(schema.Name) bool) []T {
	var list []T
	for _, x := range live {
		there := slices.ContainsFunc(modelled, func(m T) bool { return name(m) == name(x) })
		if wanted(name(x)) && !there {
			list = append(list, x)
		}
	}
	return list
}
