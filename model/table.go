package model

import (
	"slices"
	"strings"

	"github.com/deedsql/deed/schema"
)

// A table is a model being built.
type table struct {
	schema.Table
	decl    *typeDecl
	at      fragment  // its name
	columns []*column // those of its fields
	parts   []*part
	// primary collects the fields marked pk.
	primary *part
	// open is true where columns come from a parent that is no model, so that
	// not all are known.
	open bool
	done bool // parents' columns are there
}

func (t *table) columnNames() []string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return names
}

// systemColumns are those that every table has.
var systemColumns = []string{"tableoid", "ctid", "xmin", "xmax", "cmin", "cmax"}

func (t *table) knows(column string) bool {
	return t.open || t.Column(column) != nil || slices.Contains(systemColumns, column)
}

// tableDirectives are the directives above a struct that is a table.
var tableDirectives = map[string]func(*loader, *table, *cursor) *Error{
	"access":      (*loader).tableAccessMethod,
	"check":       (*loader).tableCheck,
	"comment":     (*loader).tableComment,
	"constraint":  (*loader).tableConstraint,
	"exclude":     (*loader).tableExclude,
	"foreign":     (*loader).tableForeignKey,
	"index":       (*loader).tableIndex,
	"inherits":    (*loader).tableInherits,
	"of":          (*loader).tableOf,
	"partition":   (*loader).tablePartition,
	"pk":          (*loader).tablePrimaryKey,
	"primary":     (*loader).tablePrimaryKey,
	"replica":     (*loader).tableReplica,
	"row":         (*loader).tableRowSecurity,
	"statistics":  (*loader).tableStatistics,
	"table":       (*loader).tableName,
	"tablespace":  (*loader).tableTablespace,
	"unique":      (*loader).tableUnique,
	"unlogged":    (*loader).tableUnlogged,
	"was":         (*loader).tableWas,
	"with":        (*loader).tableWith,
	"foreign key": nil, "primary key": nil, "row level security": nil, "replica identity": nil, "access method": nil,
}

// buildTables builds the table of every struct with a table directive, in the
// order of the source: first what they are called and hang under, for that
// decides what the rest means.
func (l *loader) buildTables() {
	for _, p := range l.packages {
		for _, f := range p.files {
			for _, d := range f.types {
				l.openTable(d)
			}
		}
	}
	for _, t := range l.tables {
		fields := l.fields(t)
		t.Columns, t.columns = make([]schema.Column, len(fields)), make([]*column, len(fields))
		for i, f := range fields {
			t.columns[i] = l.column(t, f)
			t.Columns[i] = t.columns[i].Column
		}
		for _, x := range t.decl.directives {
			if !isParent(x) && x.word.text != "table" {
				l.tableDirective(t, x)
			}
		}
		if t.Settings.AccessMethod == "heap" && t.PartitionBy == "" { // of a partitioned one it is the partitions'
			t.Settings.AccessMethod = ""
		}
	}
	for _, t := range l.tables {
		l.inherit(t, nil)
	}
}

// isParent reports whether a directive says what a table hangs under.
func isParent(x directive) bool {
	return x.word.text == "inherits" || x.word.text == "partition" && x.args.cursor().is("of")
}

func (l *loader) openTable(d *typeDecl) {
	var named []directive
	for _, x := range d.directives {
		if x.word.text == "table" {
			named = append(named, x)
		}
	}
	if len(named) == 0 {
		l.strayDirectives(d)
		return
	}
	t := &table{decl: d}
	if l.fail(l.tableName(t, named[0].args.cursor())) {
		return
	}
	if len(named) > 1 {
		l.failf(named[1].word, "the struct has two table directives")
	}
	if first := l.byName[t.Name]; first != nil {
		l.failf(t.at, "table %s has a model already, %s at %s", t.Name, first.decl.spec.Name.Name, first.at.position())
		return
	}
	if _, isStruct := l.resolver.structOf(d.file, d.spec.Type); !isStruct || d.parameters {
		l.failf(named[0].word, "%s is not a plain struct, so it cannot be a table", d.spec.Name.Name)
		return
	}
	l.byName[t.Name] = t
	l.tables = append(l.tables, t)
	for _, x := range d.directives {
		if isParent(x) {
			l.tableDirective(t, x)
		}
	}
}

func (l *loader) tableDirective(t *table, x directive) {
	word := x.word.text
	if databaseDirectives[word] != nil || word == "more" {
		return // read with those of the package
	}
	read := tableDirectives[word]
	if read == nil {
		l.failf(x.word, "unknown directive %q%s", word, didYouMean(word, slices.Concat(keys(tableDirectives), keys(databaseDirectives))))
		return
	}
	l.fail(read(l, t, x.args.cursor()))
}

// strayDirectives complains about directives of a table above what is none.
func (l *loader) strayDirectives(d *typeDecl) {
	for _, x := range d.directives {
		word := x.word.text
		switch {
		case databaseDirectives[word] != nil, slices.Contains(typeDirectives, word):
		case tableDirectives[word] != nil:
			l.failf(x.word, "directive %q is for tables, and %s has no //deed:table", word, d.spec.Name.Name)
		default:
			known := slices.Concat(keys(tableDirectives), keys(databaseDirectives), typeDirectives)
			l.failf(x.word, "unknown directive %q%s", word, didYouMean(word, known))
		}
	}
}

func (l *loader) tableName(t *table, c *cursor) *Error {
	name, at, err := c.name("the table's name", l.schema)
	if err != nil {
		return err
	}
	t.Name, t.at = name, at
	l.models.at.set(Ref{Table, name, ""}, at)
	if err := l.acceptWas(c, Ref{Table, name, ""}); err != nil {
		return err
	}
	return c.finish("nothing behind the table's name")
}

// acceptWas takes "was old_name" of an object in a schema.
func (l *loader) acceptWas(c *cursor, ref Ref) *Error {
	if !c.accept("was") {
		return nil
	}
	old, _, err := c.name("the old name", ref.Object.Schema())
	if err == nil {
		l.rename(ref, string(old))
	}
	return err
}

func (l *loader) tableWas(t *table, c *cursor) *Error {
	old, _, err := c.name("the old name", t.Name.Schema())
	if err != nil {
		return err
	}
	l.rename(Ref{Table, t.Name, ""}, string(old))
	return c.finish("nothing behind the old name")
}

func (l *loader) tableOf(t *table, c *cursor) (err *Error) {
	var at fragment
	if t.Settings.Of, at, err = c.name("the composite type", l.schema); err != nil {
		return err
	}
	l.models.at.set(Ref{TypeOf, t.Name, ""}, at)
	return c.finish("nothing behind the type's name")
}

func (l *loader) tableUnlogged(t *table, c *cursor) *Error {
	t.Settings.Unlogged = true
	return c.finish("nothing behind unlogged")
}

func (l *loader) tableWith(t *table, c *cursor) *Error {
	inner, err := c.group("storage parameters")
	if err != nil {
		return err
	}
	t.Settings.With = schema.NormalizeParameters(schema.SplitTop(inner.text, ","))
	return c.finish("nothing behind the storage parameters")
}

func (l *loader) tableTablespace(t *table, c *cursor) (err *Error) {
	t.Settings.Tablespace, _, err = c.only("the tablespace's name")
	return err
}

func (l *loader) tableAccessMethod(t *table, c *cursor) (err *Error) {
	if !c.accept("method") {
		return c.expected("method")
	}
	t.Settings.AccessMethod, _, err = c.only("the access method's name")
	return err
}

func (l *loader) tableReplica(t *table, c *cursor) *Error {
	c.accept("identity")
	switch {
	case c.accept("full"):
		t.Settings.ReplicaIdentity = "FULL"
	case c.accept("nothing"):
		t.Settings.ReplicaIdentity = "NOTHING"
	case c.accept("default"):
	case c.accept("using", "index"), c.accept("index"):
		name, _, err := c.ident("the index's name")
		if err != nil {
			return err
		}
		t.Settings.ReplicaIdentity = "INDEX " + schema.Quote(name)
	default:
		return c.expected("full, nothing, default or using index")
	}
	return c.finish("nothing behind the replica identity")
}

func (l *loader) tableRowSecurity(t *table, c *cursor) *Error {
	c.accept("level")
	if !c.accept("security") {
		return c.expected("level security")
	}
	t.Settings.RowSecurity = !c.accept("off")
	c.accept("on")
	switch {
	case c.accept("forced"), c.accept("force"):
		t.Settings.ForceRowSecurity = true
	case c.accept("only", "forced"):
	}
	return c.finish("forced, off or nothing")
}

func (l *loader) tableInherits(t *table, c *cursor) *Error {
	list := c.rest()
	if k := list.cursor(); k.is("(") {
		inner, err := k.group("the parents")
		if err != nil {
			return err
		}
		list = inner
	}
	for _, part := range list.splitTop(",") {
		k := part.cursor()
		parent, _, err := k.name("the parent's name", l.schema)
		if err == nil {
			err = k.finish("a comma")
		}
		if err != nil {
			return err
		}
		t.Inherits = append(t.Inherits, parent)
	}
	return nil
}

func (l *loader) tablePartition(t *table, c *cursor) *Error {
	switch {
	case c.accept("by"):
		return l.partitionBy(t, c)
	case c.accept("of"):
		return l.partitionOf(t, c)
	}
	return c.expected("by or of")
}

func (l *loader) partitionBy(t *table, c *cursor) *Error {
	strategy := c.at()
	if !c.accept("range") && !c.accept("list") && !c.accept("hash") {
		return c.expected("range, list or hash")
	}
	inner, err := c.group("the partition key")
	if err != nil {
		return err
	}
	var keys []string
	for _, key := range inner.splitTop(",") {
		l.key(t, key)
		keys = append(keys, key.text)
	}
	t.PartitionBy = strings.ToUpper(strategy.text) + " (" + strings.Join(keys, ", ") + ")"
	return c.finish("nothing behind the partition key")
}

func (l *loader) partitionOf(t *table, c *cursor) *Error {
	parent, _, err := c.name("the parent's name", l.schema)
	if err != nil {
		return err
	}
	if !c.is("for", "values") && !c.is("default") {
		return c.expected("for values … or default")
	}
	t.PartitionOf = &schema.Partition{Parent: parent, Bound: bound(c.rest())}
	return nil
}

// bound returns a partition's bound as pg_get_expr spells it.
func bound(f fragment) string {
	var b strings.Builder
	tokens := schema.Tokens(f.text)
	isHash := len(tokens) > 2 && tokens[2].Is("with")
	for i, t := range tokens {
		text := t.Text
		if t.Kind == schema.Word && slices.Contains(boundWords, strings.ToLower(text)) {
			text = strings.ToUpper(text)
			if isHash && i > 2 {
				text = strings.ToLower(text)
			}
		}
		if i > 0 && spaced(tokens, i) {
			b.WriteByte(' ')
		}
		b.WriteString(text)
	}
	return b.String()
}

// spaced reports whether a blank stands before the token.
func spaced(tokens []schema.Token, i int) bool {
	t, prev := tokens[i], tokens[i-1]
	switch {
	case t.Is(")"), t.Is(","), t.Is("::"), t.Is("."), t.Is("["), t.Is("]"):
		return false
	case prev.Is("("), prev.Is("::"), prev.Is("."), prev.Is("["), prev.Is("-"):
		return false
	case t.Is("("):
		return prev.Is("from") || prev.Is("to") || prev.Is("in") || prev.Is("with") || prev.Is(",")
	}
	return true
}

var boundWords = []string{
	"for", "values", "from", "to", "in", "with", "default", "minvalue", "maxvalue", "modulus", "remainder",
	"null", "true", "false",
}
