package schemagen

import (
	"fmt"
	"regexp"
	"strings"
)

// A column is a column in clauses of SQL; what is empty is left out.
type column struct {
	name                      string
	family                    int // of its type
	typ                       string
	notNull                   string // NOT NULL, maybe with a name
	collation                 string
	value                     string // DEFAULT …, GENERATED …
	storage, compression      string
	statistics, options, text string
	doubt                     string // a NOT NULL of its own, maybe not valid (PostgreSQL 18)
	partText                  string // a comment on its NOT NULL and on its sequence, where those have names
}

// A family is a set of types that can be turned into each other, with what
// values of all of them may be.
type family struct {
	types    []string
	defaults []string
	// expressions over a column, %s
	expressions []string
	checks      []string
	stored      bool // STORAGE can be set
	collatable  bool
}

var families = []family{
	{
		types:       []string{"integer", "bigint", "smallint", "serial", "bigserial", "numeric", "numeric(10,2)", "numeric(4)", "real", "double precision"},
		defaults:    []string{"0", "-1", "(1 + 2)", "abs(-5)", "'7'"},
		expressions: []string{"%s + 1", "abs(%s)", "(%s)::text", "COALESCE(%s, 0)", "-%s"},
		checks:      []string{"%s > 0", "%s IN (1, 2, 3)", "%s BETWEEN 1 AND 5 OR %[1]s IS NULL", "NOT (%s = ANY (ARRAY[7, 8]))", "%s::text <> ''"},
	},
	{
		types:       []string{"text", "varchar", "varchar(50)", "varchar(20)", "char(3)", "char"},
		defaults:    []string{"'a'", "'x'::text", "upper('x')", "''", "left(CURRENT_USER, 1)", "'a;b'::varchar", "'x' || 'y'"},
		expressions: []string{"lower(%s)", "%s || 'x'", "length(%s)", "(%s COLLATE \"C\")", "substr(%s, 1, 2)", "COALESCE(%s, 'a b')"},
		checks:      []string{"%s <> ''", "length(%s) < 200", "%s IN ('a', 'b')", "%s ~ '^[a-z\\d]+$'", "%s LIKE 'a%%' AND %[1]s > 'A'", "%s SIMILAR TO 'a'"},
		stored:      true, collatable: true,
	},
	{
		types:       []string{"timestamptz", "timestamptz(3)", "timestamp", "timestamp(0)", "date"},
		defaults:    []string{"now()", "CURRENT_TIMESTAMP", "'2026-01-02'", "CURRENT_DATE", "LOCALTIMESTAMP", "now() - interval '1 day'"},
		expressions: []string{"%s + interval '1 day'", "(%s)::date", "date_trunc('day', %s)", "extract(year from %s)"},
		checks:      []string{"%s > '2000-01-01'", "%s IS NOT NULL", "%s < 'infinity'::date", "extract(year from %s) > 1900"},
	},
	{
		types:       []string{"boolean"},
		defaults:    []string{"true", "false", "NOT false", "'t'"},
		expressions: []string{"NOT %s", "%s IS TRUE", "CASE WHEN %s THEN 1 ELSE 2 END"},
		checks:      []string{"%s", "%s IS NOT FALSE", "%s OR NOT %[1]s"},
	},
	{
		types:       []string{"jsonb", "json"},
		defaults:    []string{"'{}'", `'{"a;b": "c\\d"}'`, "'[]'::jsonb"},
		expressions: []string{"%s ->> 'a'", "(%s -> 'a')", "(%s #>> '{a,b}')"},
		checks:      []string{"%s IS NOT NULL", "%s ->> 'a' = 'b'"},
		stored:      true,
	},
	{
		types:       []string{"interval", "interval day to second(3)", "interval year to month", "interval(2)"},
		defaults:    []string{"'1 day'", "interval '1 hour'"},
		expressions: []string{"%s * 2", "justify_days(%s)"},
		checks:      []string{"%s > '0'", "%s < interval '1 year'"},
	},
	{
		types:       []string{"text[]", "varchar(5)[]", "char(2)[]"},
		defaults:    []string{"'{}'", "ARRAY['a', 'b']", "ARRAY[]::text[]"},
		expressions: []string{"%s[1]", "cardinality(%s)", "array_length(%s, 1)"},
		checks:      []string{"cardinality(%s) > 0", "'a' = ANY (%s)", "%s <> '{}'"},
		stored:      true, collatable: true,
	},
	{
		types:       []string{"integer[]", "bigint[]", "numeric(5,1)[]"},
		defaults:    []string{"'{1}'", "ARRAY[1, 2]"},
		expressions: []string{"%s[1] + 1", "cardinality(%s)"},
		checks:      []string{"1 = ANY (%s)", "%s <> '{}'"},
		stored:      true,
	},
	{
		types: []string{"uuid"}, defaults: []string{"gen_random_uuid()", "'00000000-0000-0000-0000-000000000000'"},
		expressions: []string{"(%s)::text"}, checks: []string{"%s <> '00000000-0000-0000-0000-000000000000'"},
	},
	{
		types: []string{"bytea"}, defaults: []string{`'\x01'`, "''"},
		expressions: []string{"length(%s)", "encode(%s, 'hex')"}, checks: []string{"octet_length(%s) < 9"}, stored: true,
	},
	{
		types: []string{"inet", "cidr"}, defaults: []string{"'10.0.0.0/8'"},
		expressions: []string{"host(%s)", "masklen(%s)"}, checks: []string{"family(%s) = 4", "%s << '10.0.0.0/8'"},
	},
	{
		types: []string{"int4range"}, defaults: []string{"'[1,2)'", "int4range(1, 5)", "'empty'"},
		expressions: []string{"lower(%s)", "%s * '[1,9)'"}, checks: []string{"NOT isempty(%s)", "%s <@ int4range(0, 100)"}, stored: true,
	},
	{
		types: []string{"bit(3)", "varbit", "varbit(5)"}, defaults: []string{"B'101'"},
		expressions: []string{"%s << 1"}, checks: []string{"%s <> B'000'"},
	},
	{
		types: []string{"time", "time(3)", "timetz"}, defaults: []string{"'10:00'", "LOCALTIME"},
		expressions: []string{"date_trunc('hour', %s::interval)"}, checks: []string{"%s > '09:00'"},
	},
	{types: []string{"tsvector"}, defaults: []string{"''", "to_tsvector('english', 'a b')"}, expressions: []string{"strip(%s)"}, checks: []string{"%s @@ 'a'::tsquery"}, stored: true},
	{types: []string{"point"}, defaults: []string{"'(1,2)'"}, expressions: []string{"%s[0]"}, checks: []string{"%s <@ box '(9,9),(0,0)'"}},
	{types: []string{"macaddr", "macaddr8"}, expressions: []string{"trunc(%s)"}, checks: []string{"%s IS NOT NULL"}},
	{types: []string{"xml"}, expressions: []string{"(%s)::text"}, checks: []string{"%s IS NOT NULL"}},
	{types: []string{"money"}, defaults: []string{"0"}, expressions: []string{"%s * 2"}, checks: []string{"%s > '1'"}},
	{types: []string{"oid", "xid", "pg_lsn", `"char"`, "name", "regclass", "tsquery", "tstzrange", "polygon"}, expressions: []string{"(%s)::text"}, checks: []string{"%s IS NOT NULL"}},
}

func (g *generator) column() column {
	c := column{name: g.name()}
	switch g.roll(4) {
	case 1, 2:
		c.family = g.roll(3) // the common ones
	case 3:
		c.family = g.roll(len(g.families))
	case 0:
		if len(g.families) > len(families) && g.roll(2) == 1 { // a declared one
			c.family = len(families) + g.roll(len(g.families)-len(families))
		}
	}
	if g.extended && g.rarely() {
		return column{name: c.name, typ: "public.citext", family: 1, notNull: g.notNull()}
	}
	for a := range attributes {
		c = g.redraw(c, a)
	}
	return c
}

// attributes is how many attributes redraw knows.
const attributes = 11

// redraw draws one attribute of a column anew.
func (g *generator) redraw(c column, attribute int) column {
	f := g.families[c.family]
	switch attribute {
	case 0:
		c.typ = g.one(f.types...)
		c.value = fitting(c.typ, c.value)
	case 1:
		c.notNull = g.notNull()
	case 2:
		c.collation = ""
		if f.collatable {
			c.collation = g.perhaps(`COLLATE "C"`, `COLLATE "POSIX"`, `COLLATE "de-x-icu"`, `COLLATE "default"`)
		}
	case 3:
		c.value = g.value(c)
	case 4:
		c.storage = ""
		if f.stored && g.rarely() {
			c.storage = g.one("EXTERNAL", "MAIN", "PLAIN", "EXTENDED")
		}
	case 5:
		c.compression = ""
		if f.stored && g.rarely() {
			c.compression = g.one("pglz", "lz4")
		}
	case 6:
		c.statistics = ""
		if g.rarely() {
			c.statistics = g.one("500", "0", "10000")
		}
	case 7:
		c.options = ""
		if g.rarely() {
			c.options = g.one("n_distinct=5", "n_distinct=-0.5", "n_distinct_inherited=7", "n_distinct=5, n_distinct_inherited=7")
		}
	case 8:
		c.text = g.comment()
	case 9:
		c.doubt = ""
		if g.rarely() {
			c.doubt = join(g.perhaps("CONSTRAINT "+g.name()), "NOT NULL "+c.name, g.perhaps("NO INHERIT"), g.one("NOT VALID", ""))
		}
	case 10:
		c.partText = g.comment()
	}
	return c
}

// value draws what fills a column: a default, an identity, an expression.
func (g *generator) value(c column) string {
	f := g.families[c.family]
	switch g.roll(10) {
	case 5, 6, 7:
		if c.family == 0 && g.rarely() {
			return "DEFAULT nextval('" + g.sequence() + "')"
		}
		if len(f.defaults) > 0 && !strings.HasSuffix(c.typ, "serial") {
			return fitting(c.typ, "DEFAULT "+g.one(f.defaults...))
		}
	case 8:
		if c.family == 0 && strings.Contains(c.typ, "int") {
			return "GENERATED " + g.one("ALWAYS", "BY DEFAULT") + " AS IDENTITY" + g.parenthesized(join(g.sequenceName(), g.sequenceOptions()))
		}
	case 9:
		expr := g.one("1 + 2", "'a'", "upper('a;b')", "true")
		if len(g.columns) > 0 {
			other := g.columns[g.roll(len(g.columns))]
			expr = fill(g.one(g.families[other.family].expressions...), other.name)
		}
		return "GENERATED ALWAYS AS (" + expr + ")" + g.one(" STORED", " STORED", " VIRTUAL")
	}
	return ""
}

// fitting returns a default that the type can hold. PostgreSQL takes one that it
// cannot where a partitioned table has no partitions yet, but nowhere else, so
// that nothing brings such a column back.
func fitting(typ, value string) string {
	if typ == "char" && strings.HasPrefix(value, "DEFAULT") && (strings.Contains(value, "||") || strings.Contains(value, "::varchar")) {
		return ""
	}
	return value
}

func (g *generator) notNull() string {
	switch {
	case !g.seldom():
		return ""
	case g.rarely(): // PostgreSQL 18 keeps the name
		return "CONSTRAINT " + g.name() + " NOT NULL"
	}
	return "NOT NULL"
}

func (g *generator) sequenceName() string {
	if g.rarely() {
		return "SEQUENCE NAME " + g.qualified()
	}
	return ""
}

func (g *generator) parenthesized(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}

// sequenceOptions draws options of a sequence, mostly none.
func (g *generator) sequenceOptions() string {
	return join(g.perhaps("START WITH 77", "START WITH -5"), g.perhaps("INCREMENT BY 5", "INCREMENT BY -1"), g.perhaps("MAXVALUE 1000", "MAXVALUE -1"),
		g.perhaps("MINVALUE -100", "MINVALUE 3"), g.perhaps("CACHE 7"), g.perhaps("CYCLE"))
}

func (g *generator) editedColumn(c column) column {
	if g.rarely() { // of that name another one
		name := c.name
		c = g.column()
		c.name = name
		return c
	}
	return g.redraw(c, g.roll(attributes))
}

// definition is the column as CREATE TABLE and ADD COLUMN have it.
func (c column) definition() string {
	return join(c.name, c.typ, c.collation, c.notNull, c.value)
}

// settings are the statements for all that definition leaves out.
func (c column) settings(table string) []string {
	var s []string
	alter := func(format, value string) {
		if value != "" {
			s = append(s, fmt.Sprintf("ALTER TABLE %s ALTER COLUMN %s SET %s", table, c.name, fmt.Sprintf(format, value)))
		}
	}
	alter("STORAGE %s", c.storage)
	alter("COMPRESSION %s", c.compression)
	alter("STATISTICS %s", c.statistics)
	alter("(%s)", c.options)
	if c.doubt != "" {
		s = append(s, fmt.Sprintf("ALTER TABLE %s ADD %s", table, c.doubt))
	}
	for _, clause := range []string{c.notNull, c.doubt} {
		if name := named.FindStringSubmatch(clause); name != nil {
			s = append(s, commentOn("CONSTRAINT "+name[1]+" ON "+table, c.partText)...)
		}
	}
	if name := sequenceNamed.FindStringSubmatch(c.value); name != nil {
		s = append(s, commentOn("SEQUENCE "+name[1], c.partText)...)
	}
	return append(s, commentOn("COLUMN "+table+"."+c.name, c.text)...)
}

// The names that clauses give to a constraint and to a sequence.
var (
	named         = regexp.MustCompile(`^CONSTRAINT ("(?:[^"]|"")+")`)
	sequenceNamed = regexp.MustCompile(`SEQUENCE NAME ((?:"[^"]+"|\w+)\."(?:[^"]|"")+")`)
)
