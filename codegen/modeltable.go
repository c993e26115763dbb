package codegen

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/deedsql/deed/internal/words"
	"github.com/deedsql/deed/schema"
)

// A tableModel is the struct of a table being written.
type tableModel struct {
	*modelWriter
	table schema.Table
	// options holds the tag options that constraints of a single column
	// become, by column.
	options map[string][]string
	// lines are the directives above the struct.
	lines []string
}

// writeTables writes the structs of all tables, which have these names.
func (w *modelWriter) writeTables(structs []string) error {
	files := map[schema.Name]*jen.File{}
	for i, t := range w.db.Tables {
		if w.root(t) == t.Name {
			files[t.Name] = w.newFile()
			w.writeTable(files[t.Name], t, structs[i])
		}
	}
	for i, t := range w.db.Tables {
		if root := w.root(t); root != t.Name {
			w.writeTable(files[root], t, structs[i])
		}
	}
	for _, t := range w.db.Tables {
		if files[t.Name] == nil {
			continue
		}
		word := singular(t.Name.Object())
		if err := w.add(files[t.Name], word, t.Name.Schema()+"_"+word); err != nil {
			return fmt.Errorf("writing the model of %s: %w", t.Name, err)
		}
	}
	return nil
}

// root returns the table that a table is a partition of, however far above, or
// itself.
func (w *modelWriter) root(t schema.Table) schema.Name {
	for t.PartitionOf != nil && w.db.Table(t.PartitionOf.Parent) != nil {
		t = *w.db.Table(t.PartitionOf.Parent)
	}
	return t.Name
}

func (w *modelWriter) writeTable(file *jen.File, t schema.Table, name string) {
	m := &tableModel{modelWriter: w, table: t, options: map[string][]string{}}
	m.line("table " + sqlName(t.Name))
	m.lines = append(m.lines, typeComment(t.Comment)...)
	m.settings()
	m.constraints()
	m.notNullComments()
	m.indexes()
	m.sequenceComments()
	file.Comment(fmt.Sprintf("// %s is a row of %s.\n//\n%s", name, t.Name, directives(m.lines)))
	file.Type().Id(name).Struct(m.fields()...)
}

func (m *tableModel) line(parts ...string) { m.lines = append(m.lines, words.Join(parts...)) }

func (m *tableModel) settings() {
	t := m.table
	if len(t.Inherits) > 0 {
		parents := make([]string, len(t.Inherits))
		for i, n := range t.Inherits {
			parents[i] = sqlName(n)
		}
		m.line("inherits", strings.Join(parents, ", "))
	}
	if t.PartitionOf != nil {
		m.line("partition of", sqlName(t.PartitionOf.Parent), t.PartitionOf.Bound)
	}
	if t.PartitionBy != "" {
		strategy, key, _ := strings.Cut(t.PartitionBy, " ")
		m.line("partition by", strings.ToLower(strategy), key)
	}
	s := t.Settings
	for _, line := range []string{
		words.When(s.Of != "", "of "+sqlName(s.Of)),
		words.When(s.Unlogged, "unlogged"),
		words.Group("with", parameters(s.With)),
		words.Clause("tablespace", quoteSome(s.Tablespace)),
		words.Clause("access method", quoteSome(s.AccessMethod)),
		words.Clause("replica identity", replicaIdentity(s.ReplicaIdentity)),
		words.When(s.RowSecurity || s.ForceRowSecurity, words.Join("row level security",
			words.When(!s.RowSecurity, "off"), words.When(s.ForceRowSecurity, "forced"))),
	} {
		if line != "" {
			m.line(line)
		}
	}
}

func replicaIdentity(setting string) string {
	if index, ok := strings.CutPrefix(setting, "INDEX "); ok {
		return "using index " + quoteIdent(schema.Tokens(index)[0].Unquote())
	}
	return strings.ToLower(setting)
}

// constraints turns constraints into options of their columns where an option
// says all, else into directives.
func (m *tableModel) constraints() {
	t := m.table
	if k := t.PrimaryKey; k != nil && !m.comesWithParent(*k) {
		m.primaryKey(*k)
	}
	for _, c := range t.Uniques {
		if !m.comesWithParent(c) {
			m.unique(c)
		}
	}
	for _, c := range t.ForeignKeys {
		if isSaid(m.db, t, c) {
			m.foreignKey(c)
		}
	}
	for _, c := range t.Checks {
		if !c.Inherited || !m.fromParent(func(p schema.Table) bool { return slices.ContainsFunc(p.Checks, sameCheck(c)) }) {
			m.line("check", quoteIdent(c.Name)+":", checkDefinition(c))
			m.constraintComment(c.Name, c.Comment)
		}
	}
	for _, c := range t.Exclusions {
		if !c.Inherited {
			m.line("exclude", quoteIdent(c.Name), exclusionDefinition(c))
			m.keyComments(c)
		}
	}
}

// sameCheck reports whether a child has a check by inheriting it.
func sameCheck(c schema.Check) func(schema.Check) bool {
	return func(parent schema.Check) bool {
		return parent.Name == c.Name && checkDefinition(parent) == checkDefinition(c) && c.Comment == ""
	}
}

// fromParent reports whether a parent that has a model satisfies the
// condition.
func (m *tableModel) fromParent(condition func(schema.Table) bool) bool {
	return slices.ContainsFunc(m.parents(), condition)
}

func (m *tableModel) parents() []schema.Table {
	names := m.table.Inherits
	if m.table.PartitionOf != nil {
		names = []schema.Name{m.table.PartitionOf.Parent}
	}
	var parents []schema.Table
	for _, n := range names {
		if p := m.db.Table(n); p != nil {
			parents = append(parents, *p)
		}
	}
	return parents
}

func (m *tableModel) constraintComment(name, text string) {
	m.lines = append(m.lines, commentOn("constraint "+quoteIdent(name), text)...)
}

func (m *tableModel) notNullComments() {
	for _, c := range m.table.Columns {
		if c.NotNullComment != "" {
			m.constraintComment(m.table.NotNullName(c.Name, m.db.Table), c.NotNullComment)
		}
	}
}

// keyComments writes the comments on a constraint and on its index.
func (m *tableModel) keyComments(c schema.Constraint) {
	m.constraintComment(c.ConstraintName(), c.ConstraintComment())
	m.lines = append(m.lines, commentOn("index "+quoteIdent(c.ConstraintName()), schema.KeyIndexOf(c).Comment)...)
}

// option adds a tag option to a column, if a field will be written for it.
func (m *tableModel) option(column string, parts ...string) bool {
	c := m.table.Column(column)
	if c == nil || c.Inherited {
		return false
	}
	m.options[column] = append(m.options[column], words.Join(parts...))
	return true
}

// nameUnless returns a name where package model would not choose it: it is not
// the default one, or a constraint of another table has it and is written
// under it.
func (m *tableModel) nameUnless(standard, name string) string {
	return words.When(name != standard || m.shared[m.table.Name.Sibling(name)], quoteIdent(name))
}

// isSaid reports whether a model says a constraint: it is the table's own, or a
// foreign key of a parent's with a comment of the table's own, or valid there alone.
func isSaid(db schema.Database, t schema.Table, c schema.Constraint) bool {
	key, isKey := c.(schema.ForeignKey)
	return !c.IsInherited() || isKey && (c.ConstraintComment() != "" || isValidated(db, t, key))
}

// sharedNames returns the names of constraints that the models of several tables of
// a schema say.
func sharedNames(db schema.Database) map[schema.Name]bool {
	shared := map[schema.Name]bool{}
	for _, t := range db.Tables {
		for _, c := range t.Constraints() {
			if name := t.Name.Sibling(c.ConstraintName()); isSaid(db, t, c) {
				_, again := shared[name]
				shared[name] = again
			}
		}
	}
	return shared
}

func (m *tableModel) defaultName(columns []string, label string) string {
	return schema.ObjectName(m.table.Name.Object(), schema.JoinColumns(columns), label)
}

func (m *tableModel) primaryKey(k schema.PrimaryKey) {
	rest := keyDefinition(nil, k.WithoutOverlaps, k.Include, k.With, k.Tablespace, k.Deferrable, k.Clustered)
	name := m.nameUnless(m.defaultName(nil, "pkey"), k.Name)
	single := len(k.Columns) == 1 && rest == "()" && !k.OnOnly && k.AttachTo == ""
	if !single || !m.option(k.Columns[0], "pk"+words.When(name != "", ":"), name) {
		m.line("primary key", name, words.When(k.OnOnly, "on only"), keyDefinition(k.Columns, k.WithoutOverlaps, k.Include, k.With, k.Tablespace, k.Deferrable, k.Clustered), attachment(k.AttachTo))
	}
	m.keyComments(k)
}

func (m *tableModel) unique(c schema.Unique) {
	rest := keyDefinition(nil, c.WithoutOverlaps, c.Include, c.With, c.Tablespace, c.Deferrable, c.Clustered)
	name := m.nameUnless(m.defaultName(c.Columns, "key"), c.Name)
	nulls := words.When(c.NullsNotDistinct, "nulls not distinct")
	single := len(c.Columns) == 1 && rest == "()" && !c.OnOnly && c.AttachTo == ""
	value := words.Join(name, nulls)
	if !single || !m.option(c.Columns[0], "unique"+words.When(value != "", ":"), value) {
		m.line("unique", quoteIdent(c.Name), words.When(c.OnOnly, "on only"), nulls,
			keyDefinition(c.Columns, c.WithoutOverlaps, c.Include, c.With, c.Tablespace, c.Deferrable, c.Clustered), attachment(c.AttachTo))
	}
	m.keyComments(c)
}

func (m *tableModel) foreignKey(c schema.ForeignKey) {
	name := m.nameUnless(m.defaultName(c.Columns, "fkey"), c.Name)
	single := len(c.Columns) == 1 && !c.Period
	if !single || !m.option(c.Columns[0], "references:", name+words.When(name != "", ":"), referencesDefinition(c)) {
		m.line("foreign key", quoteIdent(c.Name), "("+periodColumns(c.Columns, c.Period)+")", "references", referencesDefinition(c))
	}
	m.constraintComment(c.Name, c.Comment)
}

func (m *tableModel) indexes() {
	for _, x := range m.table.Indexes {
		if m.indexComesWithParent(x) {
			continue
		}
		if m.hasTwin(x.Name) && m.fromParent(func(p schema.Table) bool { return p.Index(x.Parent.Object()) != nil }) {
			x.AttachTo = x.Parent // else nobody could tell which of the two it is
		}
		if !m.plainIndex(x) {
			m.line(words.When(x.Unique, "unique"), "index", quoteIdent(x.Name), indexDefinition(x))
		}
		m.lines = append(m.lines, commentOn("index "+quoteIdent(x.Name), x.Comment)...)
	}
	for _, s := range m.table.Statistics {
		target := ""
		if s.Target != nil {
			target = "target " + strconv.Itoa(*s.Target)
		}
		name := quoteIdent(s.Name.Object())
		if s.Name.Schema() != m.table.Name.Schema() {
			name = quoteIdent(s.Name.Schema()) + "." + name
		}
		m.line("statistics", name, words.When(len(s.Kinds) > 0, "("+strings.Join(s.Kinds, ", ")+")"),
			"on", strings.Join(s.Columns, ", "), target)
		m.lines = append(m.lines, commentOn("statistics "+quoteIdent(s.Name.Object()), s.Comment)...)
	}
}

// sequenceComments writes the comments on the sequences of identity columns.
func (m *tableModel) sequenceComments() {
	for _, c := range m.table.Columns {
		if c.Identity == nil || c.Inherited {
			continue
		}
		name := cmp.Or(c.Identity.SequenceName.Object(), m.defaultName([]string{c.Name}, "seq"))
		m.lines = append(m.lines, commentOn("sequence "+quoteIdent(name), c.Identity.Comment)...)
	}
}

// plainIndex writes an index of one column as its column's option.
func (m *tableModel) plainIndex(x schema.Index) bool {
	if len(x.Key) != 1 || x.Unique {
		return false
	}
	for _, c := range m.table.Columns {
		if quoteIdent(c.Name) == x.Key[0] && reflect.DeepEqual(x, schema.Index{Name: x.Name, Key: x.Key, Comment: x.Comment}) {
			name := m.nameUnless(m.defaultName([]string{c.Name}, "idx"), x.Name)
			return m.option(c.Name, "index"+words.When(name != "", ":"), name)
		}
	}
	return false
}

// fields returns the struct's fields. The columns of a parent that has a model
// are left out where the child has them just so.
func (m *tableModel) fields() []jen.Code {
	var fields []jen.Code
	names := namer{}
	for _, c := range m.table.Columns {
		if m.brought(c) {
			continue
		}
		typ := m.goType(c.Type)
		fields = append(fields, jen.Id(names.pick(goName(c.Name))).Add(typ.code(!c.NotNull)).Tag(m.tag(c, typ)))
	}
	return fields
}

// brought reports whether package model takes the column from a parent just
// so: then the struct need not have it.
func (m *tableModel) brought(c schema.Column) bool {
	for _, p := range m.parents() {
		if from := p.Column(c.Name); from != nil {
			c.NotNullComment = "" // which is said of the table
			return reflect.DeepEqual(m.inherit(p, *from), c)
		}
	}
	return false
}

// inherit returns what a child has of its parent's column. An identity goes
// to partitions only.
func (m *tableModel) inherit(parent schema.Table, c schema.Column) schema.Column {
	if base := schema.IntegerType(c.Type); base != "" {
		sequence := parent.Name.Sibling(schema.ObjectName(parent.Name.Object(), c.Name, "seq"))
		c.Type, c.Default = base, "nextval("+schema.Literal(sequence.SQL())+"::regclass)"
	}
	if m.table.PartitionOf == nil {
		c.Identity = nil
	}
	c.Inherited, c.Comment, c.Statistics, c.Options = true, "", nil, nil
	return c.WithInheritedNotNull()
}

// losesDefault reports whether a parent's column has a default and the table's
// has none.
func (m *tableModel) losesDefault(c schema.Column) bool {
	if c.Default != "" || c.Generated != nil || c.Identity != nil || schema.IntegerType(c.Type) != "" {
		return false
	}
	return slices.ContainsFunc(m.parents(), func(p schema.Table) bool {
		from := p.Column(c.Name)
		return from != nil && m.inherit(p, *from).Default != ""
	})
}

// losesNotNull reports whether a parent's column is NOT NULL and the table's is
// not, as servers before PostgreSQL 18 allow.
func (m *tableModel) losesNotNull(c schema.Column) bool {
	return !c.NotNull && m.fromParent(func(p schema.Table) bool {
		from := p.Column(c.Name)
		return from != nil && m.inherit(p, *from).NotNull
	})
}

func (m *tableModel) tag(c schema.Column, typ goType) map[string]string {
	tag := map[string]string{"db": c.Name}
	var options []string
	if strings.Contains(c.Name, ",") || c.Name == "-" { // which mean something else there
		delete(tag, "db")
		options = append(options, "column: "+quoteIdent(c.Name))
	}
	add := func(name, value string) {
		if value != "" {
			options = append(options, name+": "+value)
		}
	}
	flag := func(word string) {
		if word != "" {
			options = append(options, word)
		}
	}
	if typ.implied != c.Type {
		add("type", c.Type)
	}
	notNull := words.Join(quoteSome(c.NotNullName), words.When(c.NotNullNoInherit, "no inherit"), words.When(c.NotNullNotValid, "not valid"))
	switch {
	case m.losesNotNull(c):
		flag("null")
	case notNull == "":
		flag(typ.nullOption(!c.NotNull))
	}
	add("notnull", notNull)
	options = append(options, m.options[c.Name]...)
	add("default", cmp.Or(c.Default, words.When(m.losesDefault(c), "null")))
	if g := c.Generated; g != nil {
		add("generated", g.Expr+words.When(g.Virtual, " virtual")+words.When(!g.Virtual, " stored"))
	}
	add("identity", identityOption(c.Identity))
	add("collate", c.Collation)
	add("storage", c.Storage)
	add("compression", c.Compression)
	if c.Statistics != nil {
		add("statistics", strconv.Itoa(*c.Statistics))
	}
	add("options", parameters(c.Options))
	flag(words.When(c.Inherited && (m.table.PartitionOf == nil || len(m.parents()) == 0), "inherited"))
	if c.Comment != "" {
		add("comment", textOf(c.Comment))
	}
	if len(options) > 0 {
		tag["deed"] = strings.Join(options, "; ")
	}
	return tag
}

func identityOption(i *schema.Identity) string {
	if i == nil {
		return ""
	}
	options := words.Join(words.Clause("as", i.Sequence.Type), sequenceOptions(i.Sequence))
	if i.SequenceName != "" {
		options = words.Join("sequence name", sqlName(i.SequenceName), options)
	}
	return words.Join(words.When(i.Always, "always"), words.When(!i.Always, "by default"), words.When(options != "", "("+options+")"), i.Persistence)
}
