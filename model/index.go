package model

import (
	"fmt"
	"slices"

	"github.com/deedsql/deed/schema"
)

func (l *loader) tableIndex(t *table, c *cursor) *Error { return l.readIndex(t, c, false) }

// readIndex reads "[unique] [NAME [was OLD]] [on [only]] [using METHOD] (KEY,
// …) …", USING allowed behind the key too.
func (l *loader) readIndex(t *table, c *cursor, unique bool) *Error {
	x := schema.Index{Unique: c.accept("unique") || unique}
	name, err := l.partName(t, Index, c, "on", "only", "using", "unique")
	if err != nil {
		return err
	}
	x.Unique = c.accept("unique") || x.Unique
	c.accept("on")
	x.OnOnly = c.accept("only")
	f := c.rest()
	f, err = l.ownOptions(t, &x, f)
	if err != nil {
		return err
	}
	f = usingFirst(f)
	parsed, failure := schema.ParseIndex(f.text)
	if err := parseError(f, 0, failure); err != nil {
		return err
	}
	parsed.Unique, parsed.OnOnly = x.Unique, x.OnOnly
	parsed.AttachTo, parsed.Clustered, parsed.Invalid, parsed.Statistics = x.AttachTo, x.Clustered, x.Invalid, x.Statistics
	l.addIndex(t, parsed, name, f)
	return nil
}

// ownOptions takes out of an index what CREATE INDEX has no word for: "attach
// to PARENT", "clustered", "invalid", "statistics (2=500)".
func (l *loader) ownOptions(t *table, x *schema.Index, f fragment) (fragment, *Error) {
	var kept []fragment
	c := f.cursor()
	for start := 0; ; {
		c.until("attach", "clustered", "invalid", "statistics", "where")
		kept = append(kept, f.slice(start, c.offsetOrEnd()).trim())
		var err *Error
		switch {
		case c.accept("attach", "to"):
			x.AttachTo, _, err = c.name("the parent's index", l.schema)
		case c.accept("clustered"):
			x.Clustered = true
		case c.accept("invalid"):
			x.Invalid = true
		case c.accept("statistics"):
			var inner fragment
			inner, err = c.group("targets")
			x.Statistics = schema.NormalizeParameters(schema.SplitTop(inner.text, ","))
		default:
			return join(append(kept, c.rest())...), nil
		}
		if err != nil {
			return f, err
		}
		start = c.offsetOrEnd()
	}
}

// offsetOrEnd returns the offset of the next token.
func (c *cursor) offsetOrEnd() int {
	if c.done() {
		return len(c.text)
	}
	return c.tokens[c.i].Pos
}

// usingFirst moves "using METHOD" from behind the key before it.
func usingFirst(f fragment) fragment {
	c := f.cursor()
	if c.is("using") || !c.is("(") {
		return f
	}
	c.until("using", "where")
	if !c.is("using") || len(c.tokens) < c.i+2 {
		return f
	}
	from, to := c.tokens[c.i].Pos, c.tokens[c.i+1].End()
	return join(f.slice(from, to), f.slice(0, from).trim(), f.from(to).trim())
}

func (l *loader) addIndex(t *table, x schema.Index, name naming, f fragment) {
	var named []func() string
	for _, key := range f.elements(len(x.Key)) {
		named = append(named, l.key(t, key))
	}
	c := f.cursor()
	if c.until("where"); c.accept("where") {
		l.expression(t, c.rest(), true)
	}
	t.add(&part{
		kind: Index, label: "idx", naming: name, at: f,
		columns: func() []string { return indexColumns(named, x.Include) },
		store: func(name string) {
			l.known(t, f, x.Include)
			x.Name = name
			t.Indexes = append(t.Indexes, x)
		},
	})
}

// columnIndex reads "[unique] [NAME] [using METHOD] [where PREDICATE]" of a
// tag.
func (l *loader) columnIndex(c *column, v fragment) {
	t, k := c.table, v.cursor()
	x := schema.Index{Unique: k.accept("unique")}
	name, err := l.partName(t, Index, k, "using", "where", "unique")
	if l.fail(err) {
		return
	}
	x.Unique = k.accept("unique") || x.Unique
	if k.accept("using") {
		method, _, err := k.ident("an index method")
		if l.fail(err) {
			return
		}
		if x.Method = method; method == "btree" {
			x.Method = ""
		}
	}
	if k.accept("where") {
		where := k.rest()
		x.Where = schema.StripParens(where.text)
		l.expression(t, where, true)
	}
	if l.fail(k.finish("using, where or nothing; an index with more to it is a directive of the struct")) {
		return
	}
	if p := t.shared(Index, "idx", name.name); p != nil {
		*p.group = append(*p.group, c.Name)
		return
	}
	columns := &[]string{c.Name}
	t.add(&part{
		kind: Index, label: "idx", naming: name, at: c.word("index"), group: columns,
		columns: func() []string { return *columns },
		store: func(name string) {
			x.Name = name
			for _, column := range *columns {
				x.Key = append(x.Key, schema.Quote(column))
			}
			t.Indexes = append(t.Indexes, x)
		},
	})
}

// key notes the expression of an element of an index, an exclusion or a
// partition key, and returns what gives its name in the index.
func (l *loader) key(t *table, f fragment) func() string {
	c := f.cursor()
	if c.is("(") {
		inner, err := c.group("an expression")
		if l.fail(err) {
			return func() string { return "" }
		}
		l.keyEnd(c)
		e := l.expression(t, inner, true)
		return func() string { return expressionName(e) }
	}
	_, first, err := c.ident("a column, a function or an expression in parentheses")
	if l.fail(err) {
		return func() string { return "" }
	}
	for c.accept(".") {
		if _, _, err = c.ident("a name"); l.fail(err) {
			return func() string { return "" }
		}
	}
	if !c.is("(") {
		l.keyEnd(c)
		name := first.cursor().tokens[0].Unquote()
		l.expression(t, first, true)
		return func() string { return name }
	}
	if _, err := c.group("arguments"); l.fail(err) {
		return func() string { return "" }
	}
	e := l.expression(t, f.slice(0, c.tokens[c.i-1].End()), true)
	l.keyEnd(c)
	return func() string { return expressionName(e) }
}

// keyEnd complains about an expression that lacks its parentheses.
func (l *loader) keyEnd(c *cursor) {
	if !c.done() && c.tokens[c.i].Kind != schema.Word && c.tokens[c.i].Kind != schema.Quoted {
		l.failf(c.fragment, "an expression stands in parentheses of its own: (%s)", c.text)
	}
}

func expressionName(e *expression) string {
	if e.parsed == nil || e.parsed.Node == nil {
		return ""
	}
	return e.parsed.ColumnName()
}

// indexColumns returns the names of an index's columns as PostgreSQL makes
// them: "expr" for what has none, a number behind a repeated one
// (ChooseIndexColumnNames in indexcmds.c).
func indexColumns(keys []func() string, include []string) []string {
	var names []string
	add := func(name string) {
		unique := name
		for i := 1; slices.Contains(names, unique); i++ {
			number := fmt.Sprint(i)
			unique = schema.Truncate(name, schema.MaxIdentifier-len(number)) + number
		}
		names = append(names, unique)
	}
	for _, key := range keys {
		if name := key(); name != "" {
			add(name)
		} else {
			add("expr")
		}
	}
	for _, name := range include {
		add(name)
	}
	return names
}

// tableStatistics reads "[NAME [was OLD]] [(KIND, …)] on COLUMN, … [target
// N]".
func (l *loader) tableStatistics(t *table, c *cursor) *Error {
	s := schema.Statistics{}
	explicit, at, err := l.statisticsName(t, c)
	if err != nil {
		return err
	}
	if c.is("(") {
		inner, err := c.group("the kinds")
		if err != nil {
			return err
		}
		for _, kind := range inner.splitTop(",") {
			s.Kinds = append(s.Kinds, l.oneOf(kind, "ndistinct", "dependencies", "mcv"))
		}
		slices.Sort(s.Kinds)
		if len(s.Kinds) == 3 {
			s.Kinds = nil // all is what PostgreSQL does by itself
		}
	}
	if !c.accept("on") {
		return c.expected("on")
	}
	list := c.until("target")
	if c.accept("target") {
		s.Target = l.target(c.rest())
	}
	var names []string
	for _, column := range list.splitTop(",") {
		s.Columns = append(s.Columns, column.text)
		names = append(names, l.statisticsColumn(t, column))
	}
	t.add(&part{
		kind: Statistics, label: "stat", naming: naming{explicit.Object(), at}, at: at,
		columns: func() []string { return names },
		store: func(name string) {
			if s.Name = explicit; explicit == "" {
				s.Name = t.Name.Sibling(name)
			}
			t.Statistics = append(t.Statistics, s)
		},
	})
	return nil
}

// statisticsName takes the optional name of a statistics object.
func (l *loader) statisticsName(t *table, c *cursor) (schema.Name, fragment, *Error) {
	if c.is("on") || c.is("(") {
		return "", c.fragment, nil
	}
	name, at, err := c.name("a name", t.Name.Schema())
	if err == nil && c.accept("was") {
		var old string
		if old, _, err = c.ident("the old name"); err == nil {
			l.rename(Ref{Statistics, t.Name, name.Object()}, old)
		}
	}
	return name, at, err
}

func (l *loader) statisticsColumn(t *table, f fragment) string {
	l.expression(t, f, true)
	tokens := schema.Tokens(f.text)
	if len(tokens) == 1 && tokens[0].Kind <= schema.Quoted {
		return tokens[0].Unquote()
	}
	return "expr"
}
