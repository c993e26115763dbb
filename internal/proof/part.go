package proof

import (
	"maps"
	"slices"
	"strings"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// touched returns the tables that the operations change.
func touched(ops []op.Operation) []schema.Name {
	var names []schema.Name
	add := func(n schema.Name) {
		if !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	for _, o := range ops {
		for _, target := range o.Targets() {
			if target.Kind == op.KindTable {
				add(target.Name)
			}
		}
		if s, ok := o.(op.AlterSequence); ok {
			for _, owner := range []*schema.ColumnRef{s.From.OwnedBy, s.To.OwnedBy} {
				if owner != nil {
					add(owner.Table)
				}
			}
		}
	}
	return names
}

// users returns the tables with columns of types that the operations change.
func users(live schema.Database, ops []op.Operation) []schema.Name {
	changed := map[schema.Name]bool{}
	for _, o := range ops {
		for _, target := range o.Targets() {
			if target.Kind == op.KindType {
				changed[target.Name] = true
			}
		}
	}
	var names []schema.Name
	for _, t := range live.Tables {
		if slices.ContainsFunc(t.Columns, func(c schema.Column) bool { return changed[schema.ParseName(strings.TrimSuffix(c.Type, "[]"))] }) {
			names = append(names, t.Name)
		}
	}
	return names
}

// A part is what of a database a plan needs to be tried.
type part struct {
	schema.Database
	// whole are the tables in it that are there with all that belongs to
	// them; the others only stand where foreign keys point.
	whole map[schema.Name]bool
	// beside is what rests on them and is not modelled.
	beside bystanders
}

// partFor returns the touched tables, their relatives by partitioning and
// inheritance, and stubs of what they refer to, of what refers to them, and of
// what bystanders read.
func partFor(plan Plan) part {
	live, ops := plan.Live, plan.Upgrade
	p := part{whole: map[schema.Name]bool{}}
	for _, n := range append(touched(ops), users(live, ops)...) {
		p.addWhole(live, n)
	}
	for _, o := range ops {
		if made, ok := o.(op.CreateTable); ok {
			p.addParents(live, made.Table)
		}
	}
	p.beside = bystandersOf(plan.Dependents, p.whole)
	stubs := newlyReferenced(ops)
	maps.Copy(stubs, p.beside.needs)
	for _, t := range live.Tables {
		for _, k := range t.ForeignKeys {
			switch {
			case p.whole[t.Name] && !p.whole[k.References]:
				stubs[k.References] = true
			case p.whole[k.References] && !p.whole[t.Name]:
				stubs[t.Name] = true
			}
		}
	}
	for _, t := range live.Tables {
		switch {
		case p.whole[t.Name]:
			p.Tables = append(p.Tables, t)
		case stubs[t.Name]:
			p.Tables = append(p.Tables, p.stub(t))
		}
	}
	p.addTypes(live, ops)
	p.addSequences(live, ops)
	p.addSchemas(live)
	return p
}

// newlyReferenced returns the tables that foreign keys of the operations
// refer to.
func newlyReferenced(ops []op.Operation) map[schema.Name]bool {
	names := map[schema.Name]bool{}
	for _, o := range ops {
		switch o := o.(type) {
		case op.CreateTable:
			for _, k := range o.Table.ForeignKeys {
				names[k.References] = true
			}
		case op.AddConstraint:
			if k, ok := o.Constraint.(schema.ForeignKey); ok {
				names[k.References] = true
			}
		}
	}
	return names
}

// addWhole adds a table with all its relatives.
func (p *part) addWhole(live schema.Database, n schema.Name) {
	t := live.Table(n)
	if t == nil || p.whole[n] {
		return
	}
	p.whole[n] = true
	p.addParents(live, *t)
	for _, child := range live.Tables {
		if child.PartitionOf != nil && child.PartitionOf.Parent == n || slices.Contains(child.Inherits, n) {
			p.addWhole(live, child.Name)
		}
	}
}

func (p *part) addParents(live schema.Database, t schema.Table) {
	if t.PartitionOf != nil {
		p.addWhole(live, t.PartitionOf.Parent)
	}
	for _, parent := range t.Inherits {
		p.addWhole(live, parent)
	}
}

// stub returns a table with its columns, its keys, and the foreign keys that
// point at what is to be changed.
func (p *part) stub(t schema.Table) schema.Table {
	s := schema.Table{Name: t.Name, Uniques: slices.Clone(t.Uniques), PartitionBy: t.PartitionBy}
	if t.PrimaryKey != nil {
		key := *t.PrimaryKey
		key.Inherited, key.AttachTo = false, ""
		s.PrimaryKey = &key
	}
	for i := range s.Uniques {
		s.Uniques[i].Inherited, s.Uniques[i].AttachTo = false, ""
	}
	for _, c := range t.Columns {
		s.Columns = append(s.Columns, schema.Column{Name: c.Name, Type: c.Type, Collation: c.Collation, NotNull: c.NotNull})
	}
	for _, x := range t.Indexes {
		if x.Unique && x.Where == "" {
			x.Parent, x.AttachTo = "", ""
			s.Indexes = append(s.Indexes, x)
		}
	}
	for _, k := range t.ForeignKeys {
		if p.whole[k.References] && !k.Inherited {
			s.ForeignKeys = append(s.ForeignKeys, k)
		}
	}
	return s
}

// addTypes adds the user's types that the tables need, and those that they
// need.
func (p *part) addTypes(live schema.Database, ops []op.Operation) {
	var need nameSet
	for _, t := range p.Tables {
		need.addTable(t)
	}
	for _, o := range ops {
		need.addOperation(o)
	}
	for again := true; again; {
		again = false
		for _, x := range live.Domains {
			if need.takes(x.Name) {
				p.Domains, again = append(p.Domains, x), true
				need.add(append([]string{x.Type, x.Default}, checks(x.Checks)...)...)
			}
		}
		for _, x := range live.Composites {
			if need.takes(x.Name) {
				p.Composites, again = append(p.Composites, x), true
				for _, a := range x.Attributes {
					need.add(a.Type)
				}
			}
		}
		for _, x := range live.Ranges {
			if need.takes(x.Name) || need.takes(x.MultirangeName) {
				p.Ranges, again = append(p.Ranges, x), true
				need.add(x.Subtype)
			}
		}
	}
	for _, x := range live.Enums {
		if need.takes(x.Name) {
			p.Enums = append(p.Enums, x)
		}
	}
	for _, x := range live.Extensions {
		changed := changesExtension(ops, x.Name)
		if !changed {
			x.Version = "" // whichever the server has
		}
		if changed || need.operators || need.leftover(live) {
			p.Extensions = append(p.Extensions, x)
		}
	}
}

func changesExtension(ops []op.Operation, name string) bool {
	return slices.ContainsFunc(ops, func(o op.Operation) bool {
		return slices.Contains(o.Targets(), op.Object{Kind: op.KindExtension, Name: schema.NewName("", name)})
	})
}

func checks(list []schema.Check) []string {
	var all []string
	for _, c := range list {
		all = append(all, c.Expr)
	}
	return all
}

// addSequences adds the sequences of the tables, and those that the
// operations change.
func (p *part) addSequences(live schema.Database, ops []op.Operation) {
	var need nameSet
	for _, t := range p.Tables {
		need.addTable(t)
	}
	for _, o := range ops {
		need.addOperation(o)
	}
	for _, s := range live.Sequences {
		switch {
		case s.OwnedBy != nil && p.whole[s.OwnedBy.Table]:
			p.Sequences = append(p.Sequences, s)
		case need.takes(s.Name):
			if s.OwnedBy != nil {
				s.OwnedBy = nil
			}
			p.Sequences = append(p.Sequences, s)
		}
	}
}

// addSchemas adds the schemas that are compared, for something in the part may
// live in them or the operations may drop them, and those that its extensions
// lie in.
func (p *part) addSchemas(live schema.Database) {
	p.Schemas = slices.Clone(live.Schemas)
	for _, x := range p.Extensions {
		there := func(n schema.Namespace) bool { return n.Name == x.Schema }
		if x.Schema != "" && x.Schema != schema.DefaultSchema && x.Schema != "pg_catalog" && !slices.ContainsFunc(p.Schemas, there) {
			p.Schemas = append(p.Schemas, schema.Namespace{Name: x.Schema})
		}
	}
}

// nameSet collects qualified names that fragments of SQL mention.
type nameSet struct {
	names map[schema.Name]bool
	taken map[schema.Name]bool
	// operators: there is an index that is no btree, for which an extension may
	// have brought operators that no definition names.
	operators bool
}

func (s *nameSet) add(fragments ...string) {
	if s.names == nil {
		s.names, s.taken = map[schema.Name]bool{}, map[schema.Name]bool{}
	}
	for _, sql := range fragments {
		tokens := schema.Tokens(sql)
		for i, t := range tokens {
			if t.Kind == schema.String {
				s.add(schema.StringValue(t.Text)) // nextval('public.s')
			}
			if t.Kind <= schema.Quoted && i+2 < len(tokens) && tokens[i+1].Is(".") {
				s.names[schema.NewName(t.Unquote(), wordAt(tokens[i+2:]))] = true
			}
		}
	}
}

// wordAt reads a word, or the symbols of an operator.
func wordAt(tokens []schema.Token) string {
	if tokens[0].Kind <= schema.Quoted {
		return tokens[0].Unquote()
	}
	end := slices.IndexFunc(tokens, func(t schema.Token) bool { return t.Kind != schema.Symbol || t.Is(")") })
	var symbols strings.Builder
	for _, t := range tokens[:max(end, 0)] {
		symbols.WriteString(t.Text)
	}
	return symbols.String()
}

func (s *nameSet) addTable(t schema.Table) {
	for _, c := range t.Columns {
		s.add(c.Type, c.Default, c.Collation)
		if c.Generated != nil {
			s.add(c.Generated.Expr)
		}
	}
	s.add(checks(t.Checks)...)
	for _, x := range t.Indexed() {
		s.operators = s.operators || x.Index.Method != ""
	}
	s.operators = s.operators || len(t.Exclusions) > 0
	for _, x := range t.Indexes {
		s.add(append(slices.Clone(x.Key), x.Where)...)
		s.addOpclasses(x.Key)
	}
	for _, x := range t.Exclusions {
		s.add(append(slices.Clone(x.Elements), x.Where)...)
	}
	for _, x := range t.Statistics {
		s.add(x.Columns...)
	}
	s.add(t.PartitionBy)
	if t.Settings.Of != "" {
		s.add(t.Settings.Of.SQL())
	}
}

// addOpclasses takes a bare word behind a key column, "gin_trgm_ops", for
// something that an extension may have brought.
func (s *nameSet) addOpclasses(keys []string) {
	for _, k := range keys {
		for _, t := range schema.Tokens(k)[1:] {
			if t.Kind == schema.Word && len(t.Text) > 4 && t.Text[len(t.Text)-4:] == "_ops" {
				s.names[schema.NewName("", t.Text)] = true
			}
		}
	}
}

func (s *nameSet) addOperation(o op.Operation) {
	for _, target := range o.Targets() {
		if target.Kind == op.KindType || target.Kind == op.KindSequence {
			s.add(target.Name.SQL())
		}
	}
	switch o := o.(type) {
	case op.CreateTable:
		s.addTable(o.Table)
	case op.AlterTable:
		s.addTable(schema.Table{Settings: o.To})
	case op.AddColumn:
		s.addTable(schema.Table{Columns: []schema.Column{o.Column}})
	case op.AlterColumn:
		s.addTable(schema.Table{Columns: []schema.Column{o.To}})
	case op.CreateIndex:
		s.addTable(schema.Table{Indexes: []schema.Index{o.Index}})
	case op.AddConstraint:
		s.addTable(tableOf(o.Constraint))
	case op.CreateDomain:
		s.add(append([]string{o.Domain.Type, o.Domain.Default}, checks(o.Domain.Checks)...)...)
	case op.CreateComposite:
		for _, a := range o.Composite.Attributes {
			s.add(a.Type)
		}
	}
}

// tableOf returns a table with nothing but the constraint.
func tableOf(c schema.Constraint) schema.Table {
	var t schema.Table
	switch c := c.(type) {
	case schema.PrimaryKey:
		t.PrimaryKey = &c
	case schema.Unique:
		t.Uniques = append(t.Uniques, c)
	case schema.Check:
		t.Checks = append(t.Checks, c)
	case schema.Exclusion:
		t.Exclusions = append(t.Exclusions, c)
	case schema.ForeignKey:
		t.ForeignKeys = append(t.ForeignKeys, c)
	}
	return t
}

// takes reports whether a name is in the set and was not taken before.
func (s *nameSet) takes(n schema.Name) bool {
	if !s.names[n] || s.taken[n] {
		return false
	}
	s.taken[n] = true
	return true
}

// leftover reports whether a name was mentioned that the database has only by
// an extension, or a function.
func (s *nameSet) leftover(live schema.Database) bool {
	for n := range s.names {
		if s.taken[n] || live.Table(n) != nil || slices.ContainsFunc(live.Sequences, func(x schema.Sequence) bool { return x.Name == n }) {
			continue
		}
		if slices.ContainsFunc(live.Schemas, func(x schema.Namespace) bool { return x.Name == n.Schema() }) || n.Schema() == schema.DefaultSchema {
			return true
		}
	}
	return false
}
