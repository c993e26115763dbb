package model

import (
	"slices"

	"github.com/deedsql/deed/schema"
)

// names are the names that are taken: relations (tables, indexes, sequences,
// composite types), statistics and constraints by schema, and constraints by
// table.
type names struct {
	relations   map[schema.Name]fragment
	constraints map[schema.Name]bool
	statistics  map[schema.Name]bool
	ofTable     map[Ref]fragment
}

func newNames() names {
	return names{
		relations: map[schema.Name]fragment{}, constraints: map[schema.Name]bool{},
		statistics: map[schema.Name]bool{}, ofTable: map[Ref]fragment{},
	}
}

// namingOrder is the order in which PostgreSQL gives default names.
var namingOrder = [][]string{{"check"}, {"pkey"}, {"key", "excl"}, {"fkey"}, {"idx"}, {"stat"}}

// finish settles the names and puts the parts into their tables.
func (l *loader) finish() {
	l.reserve()
	for _, t := range l.tables {
		l.nameSequences(t)
		for _, labels := range namingOrder {
			for _, p := range t.parts {
				if slices.Contains(labels, p.label) {
					l.settlePart(t, p)
				}
			}
		}
	}
	for _, t := range l.tables {
		l.inheritChecks(t, nil)
		l.checkAttachments(t)
	}
	l.applyComments()
	l.models.at.tables = l.tables
	for _, t := range l.tables {
		l.models.Database.Tables = append(l.models.Database.Tables, t.Table)
	}
	l.models.Database.Sort()
	slices.SortStableFunc(l.models.Renames, func(a, b Rename) int { return renameRank(a) - renameRank(b) })
}

// renameRank puts the renames of containers before those of what they hold.
func renameRank(r Rename) int {
	if r.Part != "" {
		return 1
	}
	return 0
}

// reserve takes all names that are written, so that no default takes them.
func (l *loader) reserve() {
	for _, t := range l.tables {
		l.takeRelation(t.Name, t.at)
	}
	for _, s := range l.models.Database.Sequences {
		l.takeRelation(s.Name, l.models.at.of(Ref{Sequence, s.Name, ""}))
	}
	for _, c := range l.models.Database.Composites {
		l.takeRelation(c.Name, l.types[c.Name])
	}
	for _, t := range l.tables {
		for _, p := range t.parts {
			if p.name != "" {
				l.reservePart(t, p)
			}
		}
	}
}

func (l *loader) takeRelation(name schema.Name, at fragment) {
	if first, taken := l.names.relations[name]; taken {
		l.failf(at, "the name %s is taken already, at %s", name, first.position())
		return
	}
	l.names.relations[name] = at
}

func (l *loader) reservePart(t *table, p *part) {
	full := t.Name.Sibling(p.name)
	switch p.kind {
	case Constraint:
		ref := Ref{Constraint, t.Name, p.name}
		if first, taken := l.names.ofTable[ref]; taken {
			l.failf(p.nameAt, "table %s has a constraint %s already, in line %d", t.Name, p.name, first.position().Line)
			return
		}
		l.names.ofTable[ref] = p.nameAt
		l.names.constraints[full] = true
		if p.label != "check" && p.label != "fkey" {
			l.takeRelation(full, p.nameAt)
		}
	case Index:
		l.takeRelation(full, p.nameAt)
	case Statistics:
		l.names.statistics[full] = true
	}
}

// nameSequences takes the names of the sequences of serial and identity
// columns, which come before all else.
func (l *loader) nameSequences(t *table) {
	for _, c := range t.Columns {
		serial := schema.IntegerType(c.Type) != ""
		switch {
		case c.Inherited || !serial && c.Identity == nil:
		case c.Identity != nil && c.Identity.SequenceName != "":
			l.takeRelation(c.Identity.SequenceName, t.columnAt(c.Name))
		default:
			name := t.Name.Sibling(schema.ChooseName(t.Name.Object(), c.Name, "seq", l.takenRelation(t)))
			l.names.relations[name] = t.columnAt(c.Name)
		}
	}
}

// columnAt returns where a column gets its name, or the table's place if it is
// inherited.
func (t *table) columnAt(name string) fragment {
	if c := t.field(name); c != nil {
		return c.field.at
	}
	return t.at
}

// field returns the column as a field of the struct declares it, nil if none
// does.
func (t *table) field(name string) *column {
	for _, c := range t.columns {
		if c.Name == name {
			return c
		}
	}
	return nil
}

func (l *loader) takenRelation(t *table) func(string) bool {
	return func(name string) bool {
		_, taken := l.names.relations[t.Name.Sibling(name)]
		return taken
	}
}

// taken returns what tells whether a default name of a part is taken: those
// of constraints are unique in the schema, as PostgreSQL chooses them.
func (l *loader) taken(t *table, p *part) func(string) bool {
	relation := l.takenRelation(t)
	return func(name string) bool {
		full := t.Name.Sibling(name)
		switch p.label {
		case "check", "fkey":
			return l.names.constraints[full]
		case "idx":
			return relation(name)
		case "stat":
			return l.names.statistics[full]
		}
		return relation(name) || l.names.constraints[full]
	}
}

// settlePart gives a part its name and stores it.
func (l *loader) settlePart(t *table, p *part) {
	name := p.name
	if name == "" {
		columns := schema.JoinColumns(p.columns())
		name = schema.ChooseName(t.Name.Object(), columns, p.label, l.taken(t, p))
		l.takeDefault(t, p, name)
		l.models.unnamed[Ref{p.kind, t.Name, name}] = true
	}
	l.models.at.set(Ref{p.kind, t.Name, name}, p.at)
	p.store(name)
}

func (l *loader) takeDefault(t *table, p *part, name string) {
	full := t.Name.Sibling(name)
	switch p.kind {
	case Constraint:
		l.names.constraints[full] = true
		if p.label != "check" && p.label != "fkey" {
			l.names.relations[full] = p.at
		}
	case Index:
		l.names.relations[full] = p.at
	case Statistics:
		l.names.statistics[full] = true
	}
}
