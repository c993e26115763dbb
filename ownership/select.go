package ownership

import (
	"iter"
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// Claims are what a service brings forward.
type Claims struct {
	Models  schema.Database
	History *History
	Owns    Globs
	// Renamed is what the models declare to be renamed.
	Renamed []Rename
	// DropUnmodelled lets what the service owns without having created it go
	// when no model declares it.
	DropUnmodelled bool
}

// A Selection is the part of a database that a service may change.
type Selection struct {
	schema.Database
	// Adopt are the tables, types and sequences in it that the service's
	// history neither created nor adopted.
	Adopt []op.Object
	// Unmodelled are the objects that the service owns but did not create,
	// and that no model declares. They are left alone.
	Unmodelled []op.Object
	// LeftAlone are the parts of tables that neither models nor history know.
	LeftAlone []Part
	// Following are the parts whose default names follow a rename, by table
	// and name as the models have them.
	Following []Part
}

// A Part is a column, constraint, index or statistics object of a table.
type Part struct {
	Table schema.Name
	Kind  string
	Name  string
}

func (p Part) String() string { return p.Kind + " " + p.Name + " of " + string(p.Table) }

// LeftAloneByTable yields the tables with parts that are left alone, each
// with its parts in a few words.
func (s Selection) LeftAloneByTable() iter.Seq2[schema.Name, []string] {
	return func(yield func(schema.Name, []string) bool) {
		for i := 0; i < len(s.LeftAlone); {
			table := s.LeftAlone[i].Table
			var parts []string
			for ; i < len(s.LeftAlone) && s.LeftAlone[i].Table == table; i++ {
				parts = append(parts, s.LeftAlone[i].Kind+" "+s.LeftAlone[i].Name)
			}
			if !yield(table, parts) {
				return
			}
		}
	}
}

// Select returns what of a live database the service may change.
func (c Claims) Select(live schema.Database) Selection {
	c.Renamed = pending(c.Renamed, live)
	s := &selector{Claims: c}
	s.tables(live.Tables)
	s.Enums = keep(s, live.Enums, c.Models.Enums, op.KindType, func(x schema.Enum) schema.Name { return x.Name })
	s.Domains = keep(s, live.Domains, c.Models.Domains, op.KindType, func(x schema.Domain) schema.Name { return x.Name })
	s.Composites = keep(s, live.Composites, c.Models.Composites, op.KindType, func(x schema.Composite) schema.Name { return x.Name })
	s.Ranges = keep(s, live.Ranges, c.Models.Ranges, op.KindType, func(x schema.Range) schema.Name { return x.Name })
	s.sequences(live.Sequences)
	s.namespaces(live)
	return s.Selection
}

// Evidence returns the strongest evidence for an object.
func (c Claims) Evidence(o op.Object) Evidence {
	switch {
	case c.History.Evidence(o) != None:
		return c.History.Evidence(o)
	case c.declares(o):
		return Modelled
	case o.Kind != op.KindSchema && o.Kind != op.KindExtension && c.Owns.Match(o.Name):
		return Claimed
	}
	return None
}

func (c Claims) declares(o op.Object) bool {
	if _, renamed := c.renamed(o); renamed {
		return true
	}
	switch o.Kind {
	case op.KindTable:
		return c.Models.Table(o.Name) != nil
	case op.KindSequence:
		return slices.ContainsFunc(c.Models.Sequences, func(s schema.Sequence) bool { return s.Name == o.Name })
	}
	return false
}

type selector struct {
	Claims
	Selection
}

func (s *selector) tables(live []schema.Table) {
	for _, t := range live {
		object := op.Object{Kind: op.KindTable, Name: t.Name}
		switch evidence := s.Evidence(object); {
		case evidence == None || IsBookkeeping(t):
		case s.declares(object):
			if evidence != Created {
				t = s.knownParts(t)
			}
			s.adopt(object, evidence)
			s.Tables = append(s.Tables, t)
		case evidence == Created || s.DropUnmodelled:
			s.Tables = append(s.Tables, t)
		default:
			s.Unmodelled = append(s.Unmodelled, object)
		}
	}
}

// adopt takes note of what the history does not know yet.
func (s *selector) adopt(x op.Object, evidence Evidence) {
	if evidence == Modelled || evidence == Claimed {
		s.Adopt = append(s.Adopt, x)
	}
}

// keep returns the types that the service may change.
func keep[T any](s *selector, live, modelled []T, kind op.Kind, name func(T) schema.Name) []T {
	declared := map[schema.Name]bool{}
	for _, m := range modelled {
		declared[name(m)] = true
	}
	var kept []T
	for _, x := range live {
		object := op.Object{Kind: kind, Name: name(x)}
		evidence := s.Evidence(object)
		if evidence == None && declared[name(x)] {
			evidence = Modelled
		}
		switch {
		case declared[name(x)], s.declares(object):
			s.adopt(object, evidence)
			kept = append(kept, x)
		case evidence == Created, evidence != None && s.DropUnmodelled:
			kept = append(kept, x)
		case evidence != None:
			s.Unmodelled = append(s.Unmodelled, object)
		}
	}
	return kept
}

// sequences keeps those that models declare and those that the history
// created or that belong to a column of a table it created.
func (s *selector) sequences(live []schema.Sequence) {
	for _, x := range live {
		object := op.Object{Kind: op.KindSequence, Name: x.Name}
		evidence := s.Evidence(object)
		if x.OwnedBy != nil {
			evidence = stronger(evidence, s.Evidence(op.Object{Kind: op.KindTable, Name: x.OwnedBy.Table}))
		}
		switch {
		case s.declares(object):
			if x.OwnedBy == nil {
				s.adopt(object, evidence)
			}
			s.Sequences = append(s.Sequences, x)
		case evidence == Created, evidence != None && s.DropUnmodelled:
			s.Sequences = append(s.Sequences, x)
		case evidence == Adopted, evidence == Claimed:
			s.Unmodelled = append(s.Unmodelled, object)
		}
	}
}

func stronger(a, b Evidence) Evidence {
	order := []Evidence{Created, Adopted, Modelled, Claimed, None}
	return order[min(slices.Index(order, a), slices.Index(order, b))]
}

func (s *selector) namespaces(live schema.Database) {
	for _, n := range live.Schemas {
		declared := slices.ContainsFunc(s.Models.Schemas, func(m schema.Namespace) bool { return m.Name == n.Name })
		object := op.Object{Kind: op.KindSchema, Name: schema.NewName("", n.Name)}
		if declared || s.History.Evidence(object) == Created || s.claimsSchema(n.Name) {
			s.Schemas = append(s.Schemas, n)
		}
	}
	for _, e := range live.Extensions {
		declared := slices.ContainsFunc(s.Models.Extensions, func(m schema.Extension) bool { return m.Name == e.Name })
		object := op.Object{Kind: op.KindExtension, Name: schema.NewName("", e.Name)}
		if declared || s.History.Evidence(object) == Created || s.claimsSchema(e.Schema) {
			s.Extensions = append(s.Extensions, e)
		}
	}
}

// claimsSchema reports whether Owns claims a whole schema and it may go.
func (s *selector) claimsSchema(name string) bool {
	return s.DropUnmodelled && name != schema.DefaultSchema && s.Owns.MatchSchema(name)
}

// IsBookkeeping reports whether a table is the history table of some service,
// in the shape that Alembic gave it, or one of deed's own.
func IsBookkeeping(t schema.Table) bool {
	if len(t.Columns) == 1 && t.Columns[0].Name == "version_num" && t.Columns[0].Type == "varchar(32)" {
		return true
	}
	return t.Name.Object() == "deed_log" || t.Name.Object() == "deed_ownership"
}
