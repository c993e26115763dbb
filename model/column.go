package model

import (
	"slices"
	"strconv"
	"strings"

	"github.com/deedsql/deed/schema"
)

// A column is a column being built, and what its tag says beyond the column.
type column struct {
	schema.Column
	table *table
	field *field
	// options are those of its tag; given are those of them that were read.
	options, given []columnOption
	// Where its type, default and generation expression stand.
	typeAt, defaultAt, generatedAt fragment
}

// says reports whether an option was given.
func (c *column) says(option string) bool { return c.word(option).file != nil }

// word returns the word of an option that was given; the fragment's file is
// nil if it was not.
func (c *column) word(name string) fragment {
	for _, o := range c.given {
		if o.name == name {
			return o.word
		}
	}
	return fragment{}
}

// columnOptions are the options of a deed tag.
var columnOptions = map[string]func(*loader, *column, fragment){
	"check":       (*loader).columnCheck,
	"collate":     (*loader).columnCollate,
	"column":      (*loader).columnName,
	"comment":     (*loader).columnComment,
	"compression": (*loader).columnCompression,
	"default":     (*loader).columnDefault,
	"generated":   (*loader).columnGenerated,
	"identity":    (*loader).columnIdentity,
	"index":       (*loader).columnIndex,
	"inherited":   (*loader).columnInherited,
	"notnull":     (*loader).columnNotNull,
	"null":        (*loader).columnNull,
	"options":     (*loader).columnParameters,
	"pk":          (*loader).columnPrimaryKey,
	"prefix":      (*loader).columnPrefix,
	"references":  (*loader).columnReferences,
	"statistics":  (*loader).columnStatistics,
	"storage":     (*loader).columnStorage,
	"type":        (*loader).columnType,
	"unique":      (*loader).columnUnique,
	"was":         (*loader).columnWas,
}

// column builds the column of a field.
func (l *loader) column(t *table, f *field) *column {
	c := &column{table: t, field: f, options: l.options(f.deed)}
	c.Name = f.column
	l.columnGoType(c, slices.ContainsFunc(c.options, func(o columnOption) bool { return o.name == "type" }))
	for _, o := range c.options {
		l.columnOption(c, o)
	}
	l.settle(c)
	return c
}

// columnGoType takes type and nullability from the Go type.
func (l *loader) columnGoType(c *column, typed bool) {
	typ := l.resolver.resolve(c.field.file, c.field.typ, nil)
	c.NotNull = !typ.nullable
	at := c.field.file.node(c.field.typ)
	c.typeAt = at
	switch {
	case typed:
	case typ.sql == "":
		l.failf(at, "field %s needs an explicit type, as in `deed:\"type: jsonb\"`, or `deed:\"-\"` if it is no column: %s", c.field.name, typ.why)
	case typ.enum != nil:
		c.Type = l.enumType(typ.enum)
		if strings.HasSuffix(typ.sql, "[]") {
			c.Type += "[]"
		}
	default:
		c.Type = typ.sql
	}
}

func (l *loader) columnOption(c *column, o columnOption) {
	build, known := columnOptions[o.name]
	switch {
	case !known:
		l.failf(o.word, "unknown option %q%s", o.word.text, didYouMean(o.word.text, keys(columnOptions)))
		return
	case c.says(o.name) && !slices.Contains(repeatable, o.name):
		l.failf(o.word, "option %q is given twice", o.word.text)
		return
	}
	c.given = append(c.given, o)
	build(l, c, o.value)
}

// settle brings what options say together.
func (l *loader) settle(c *column) {
	if c.Identity != nil {
		if word := c.word("identity"); c.Type != "" && schema.SerialType(c.Type) == "" {
			l.failf(word, "an identity column is a smallint, integer or bigint, not %s", c.Type)
		}
		c.Identity.Sequence = c.Identity.Sequence.Normalize(c.Type)
		c.NotNull = true
	}
	if schema.IntegerType(c.Type) != "" {
		c.NotNull = true
	}
	l.conflict(c, "null", "notnull", "pk", "identity")
	l.conflict(c, "default", "generated", "identity")
	l.conflict(c, "generated", "identity")
	if schema.IntegerType(c.Type) != "" {
		for _, name := range []string{"default", "generated", "identity"} {
			if word := c.word(name); word.file != nil {
				l.failf(word, "a %s column has its default by itself; write type: %s with %s", c.Type, schema.IntegerType(c.Type), name)
			}
		}
	}
}

func (l *loader) conflict(c *column, option string, others ...string) {
	if !c.says(option) {
		return
	}
	for _, other := range others {
		if word := c.word(other); word.file != nil {
			l.failf(word, "a column cannot be both %s and %s", option, other)
		}
	}
}

// value complains about an option without its value.
func (l *loader) value(c *column, name string, v fragment, example string) bool {
	if v.empty() {
		l.failf(c.word(name), "option %q needs a value, as in %q", name, example)
	}
	return !v.empty()
}

// bare complains about a value where there is none.
func (l *loader) bare(name string, v fragment) {
	if !v.empty() {
		l.failf(v, "option %q takes no value; options are separated by semicolons", name)
	}
}

// columnName is read with the field, for other fields may have the same.
func (l *loader) columnName(c *column, v fragment) {
	l.value(c, "column", v, `column: "a,b"`)
}

func (l *loader) columnType(c *column, v fragment) {
	if !l.value(c, "type", v, "type: varchar(50)") {
		return
	}
	c.Type = l.sqlType(v)
	c.typeAt = v
}

func (l *loader) columnNull(c *column, v fragment) {
	l.bare("null", v)
	c.NotNull = false
}

func (l *loader) columnNotNull(c *column, v fragment) {
	c.NotNull = true
	if v.empty() {
		return
	}
	at := v.cursor()
	if !at.is("no", "inherit") && !at.is("not", "valid") {
		name, _, err := at.ident("the constraint's name")
		if l.fail(err) {
			return
		}
		c.NotNullName = name
	}
	for {
		switch {
		case at.accept("no", "inherit"):
			c.NotNullNoInherit = true
		case at.accept("not", "valid"):
			c.NotNullNotValid = true
		default:
			l.fail(at.finish("no inherit or not valid"))
			return
		}
	}
}

// only takes an identifier that is all there is.
func (c *cursor) only(what string) (string, fragment, *Error) {
	name, at, err := c.ident(what)
	if err == nil {
		err = c.finish("nothing behind " + what)
	}
	return name, at, err
}

func (l *loader) columnDefault(c *column, v fragment) {
	if !l.value(c, "default", v, "default: now()") {
		return
	}
	c.defaultAt = v
	if strings.EqualFold(v.text, "null") {
		return // PostgreSQL keeps no such default
	}
	c.Default = v.text
	l.expression(c.table, v, false)
}

func (l *loader) columnGenerated(c *column, v fragment) {
	if !l.value(c, "generated", v, "generated: price * 2 stored") {
		return
	}
	k := v.cursor()
	if k.accept("always", "as") {
		v = k.rest()
	}
	virtual := false
	if tokens := schema.Tokens(v.text); len(tokens) > 1 {
		last := tokens[len(tokens)-1]
		if virtual = last.Is("virtual"); virtual || last.Is("stored") {
			v = v.slice(0, last.Pos).trim()
		}
	}
	c.generatedAt = v
	c.Generated = &schema.Generated{Expr: schema.StripParens(v.text), Virtual: virtual}
	l.expression(c.table, v, true)
}

func (l *loader) columnIdentity(c *column, v fragment) {
	c.Identity = &schema.Identity{}
	k := v.cursor()
	switch {
	case k.accept("always"):
		c.Identity.Always = true
	case k.accept("by", "default"):
	case k.is("("), k.done():
		l.fail(k.expected("always or by default"))
		return
	default:
		l.failf(k.at(), "expected always or by default, found %q", k.at().text)
		return
	}
	k.accept("as", "identity")
	if k.is("(") {
		group, err := k.group("sequence options")
		if l.fail(err) {
			return
		}
		s := schema.Sequence{}
		if l.sequenceOptions(group.cursor(), &s) {
			c.Identity.Sequence, c.Identity.SequenceName = s.Options, s.Name
		}
	}
	for _, word := range []string{"logged", "unlogged"} {
		if k.accept(word) {
			c.Identity.Persistence = word
		}
	}
	l.fail(k.finish("nothing behind the sequence options but logged or unlogged"))
}

func (l *loader) columnCollate(c *column, v fragment) {
	if l.value(c, "collate", v, `collate: "C"`) {
		c.Collation = l.collation(v.cursor())
	}
}

// collation takes a collation's name in the normal form of a column.
func (l *loader) collation(c *cursor) string {
	first, f, err := c.ident("a collation")
	if l.fail(err) {
		return ""
	}
	if !c.accept(".") {
		return schema.Quote(keepCase(first, f))
	}
	second, _, err := c.ident("a collation")
	if l.fail(err) {
		return ""
	}
	if first == "pg_catalog" {
		return schema.Quote(second)
	}
	return schema.Quote(first) + "." + schema.Quote(second)
}

// keepCase returns a collation's name: people write C and en_US without the
// quotes that SQL needs, and mean those.
func keepCase(ident string, f fragment) string {
	if strings.HasPrefix(f.text, `"`) {
		return ident
	}
	return f.text
}

func (l *loader) columnStorage(c *column, v fragment) {
	c.Storage = l.oneOf(v, "plain", "external", "extended", "main", "default")
	if c.Storage == "default" {
		c.Storage = ""
	}
}

func (l *loader) columnCompression(c *column, v fragment) {
	c.Compression = l.oneOf(v, "pglz", "lz4", "default")
	if c.Compression == "default" {
		c.Compression = ""
	}
}

func (l *loader) oneOf(v fragment, words ...string) string {
	word := strings.ToLower(v.text)
	if !slices.Contains(words, word) {
		l.failf(v, "expected %s, found %q%s", strings.Join(words, ", "), v.text, didYouMean(word, words))
		return ""
	}
	return word
}

func (l *loader) columnStatistics(c *column, v fragment) {
	c.Statistics = l.target(v)
}

// target takes a statistics target.
func (l *loader) target(v fragment) *int {
	n, err := strconv.Atoi(v.text)
	if err != nil || n < -1 || n > 10000 {
		l.failf(v, "expected a statistics target from 0 to 10000, found %q", v.text)
		return nil
	}
	if n < 0 {
		return nil
	}
	return &n
}

func (l *loader) columnParameters(c *column, v fragment) {
	k := v.cursor()
	if k.is("(") {
		inner, err := k.group("parameters")
		if l.fail(err) || l.fail(k.finish("nothing behind the parameters")) {
			return
		}
		v = inner
	}
	c.Options = schema.NormalizeParameters(schema.SplitTop(v.text, ","))
}

func (l *loader) columnComment(c *column, v fragment) {
	tokens := schema.Tokens(v.text)
	quoted := len(tokens) == 1 && tokens[0].Kind == schema.String
	if !quoted && strings.ContainsAny(v.text, `'"`) {
		l.failf(v, "a comment with quotes in it stands in quotes as in SQL: 'the user''s name'")
		return
	}
	c.Comment = textOf(v)
}

func (l *loader) columnInherited(c *column, v fragment) {
	l.bare("inherited", v)
	c.Inherited = true
}

func (l *loader) columnPrefix(c *column, v fragment) {
	l.failf(c.word("prefix"), "option %q is for embedded structs", "prefix")
}

func (l *loader) columnWas(c *column, v fragment) {
	if !l.value(c, "was", v, "was: old_name") {
		return
	}
	old, _, err := v.cursor().only("the old name")
	if !l.fail(err) {
		l.rename(Ref{Column, c.table.Name, c.Name}, old)
	}
}

func (l *loader) rename(ref Ref, was string) {
	l.models.Renames = append(l.models.Renames, Rename{ref, was})
}
