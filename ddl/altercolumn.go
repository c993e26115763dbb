package ddl

import (
	"fmt"
	"slices"
	"strings"

	"github.com/deedsql/deed/internal/words"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A columnChange is an [op.AlterColumn] with what follows from it: serial is
// taken apart into its integer type, its default and its sequence.
type columnChange struct {
	table    schema.Name
	from, to schema.Column
	using    string

	sequence               schema.Name // that serial makes
	fromSerial, toSerial   bool
	fromType, toType       string
	fromDefault, toDefault string
}

// alterColumn returns what turns a column from From into To. The parts of one
// ALTER TABLE run in PostgreSQL's own order of passes: drops, type, NOT NULL,
// defaults, settings; the text follows the same order. Identities change in
// statements of their own, since ALTER TABLE prepares their sequences before
// the first pass.
func alterColumn(o op.AlterColumn) ([]string, error) {
	c := newColumnChange(o)
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("altering column %s of %s: %w", o.From.Name, o.Table, err)
	}
	if c.rebuilt() {
		return append([]string{alter(o.Table, "DROP COLUMN "+quote(o.From.Name))}, addColumn(o.Table, o.To)...), nil
	}
	var sql []string
	if c.from.Identity != nil && (c.to.Identity == nil || c.retypesApart()) {
		sql = append(sql, c.alter("DROP IDENTITY"))
		c.from.Identity = nil
	}
	if c.from.Generated != nil && c.to.Generated == nil && c.usingClause() != "" { // the server checks USING first
		sql = append(sql, c.alter("DROP EXPRESSION"))
		c.from.Generated = nil
	}
	makesSequence := c.toSerial && c.toDefault != c.fromDefault
	if makesSequence {
		sql = append(sql, words.Join("CREATE SEQUENCE", c.sequence.SQL(), words.When(c.toType != "bigint", "AS "+c.toType),
			ownedBy(&schema.ColumnRef{Table: c.table, Column: c.to.Name})))
	}
	if actions := c.actions(); len(actions) > 0 {
		sql = append(sql, alter(c.table, actions...))
	}
	switch {
	case makesSequence:
		sql = append(sql, restart(c.sequence, c.table, c.to.Name, schema.SequenceOptions{}, c.toType))
	case c.fromSerial && c.toDefault != c.fromDefault:
		sql = append(sql, "DROP SEQUENCE "+c.sequence.SQL())
	case c.fromSerial && c.toSerial && c.fromType != c.toType:
		sql = append(sql, "ALTER SEQUENCE "+c.sequence.SQL()+" AS "+c.toType)
	}
	sql = append(sql, c.notNull()...) // an identity needs it valid
	sql = append(sql, c.identity()...)
	return append(sql, changedComment(onColumn(c.table, c.to.Name), c.from.Comment, c.to.Comment)...), nil
}

func newColumnChange(o op.AlterColumn) *columnChange {
	c := &columnChange{table: o.Table, from: o.From, to: o.To, using: o.Using}
	c.sequence = o.Table.Sibling(schema.ObjectName(o.Table.Object(), o.To.Name, "seq"))
	c.fromSerial, c.fromType, c.fromDefault = c.takeApart(o.From)
	c.toSerial, c.toType, c.toDefault = c.takeApart(o.To)
	return c
}

func (c *columnChange) takeApart(col schema.Column) (serial bool, typ, def string) {
	if integer := schema.IntegerType(col.Type); integer != "" {
		return true, integer, "nextval(" + literal(c.sequence.SQL()) + "::regclass)"
	}
	return false, col.Type, col.Default
}

// check refuses what only dropping and adding the column can do.
func (c *columnChange) check() error {
	from, to := c.from.Generated, c.to.Generated
	switch {
	case c.from.Name != c.to.Name:
		return fmt.Errorf("its name cannot change to %s here; use op.RenameColumn", c.to.Name)
	case from != nil && to == nil && from.Virtual, from != nil && to != nil && from.Virtual != to.Virtual:
		return fmt.Errorf("PostgreSQL cannot turn a virtual column into a stored one, or back; drop and add it")
	}
	return nil
}

// rebuilt reports whether the column becomes a generated one. PostgreSQL has
// no words for that, and what the column held is computed from then on.
func (c *columnChange) rebuilt() bool { return c.from.Generated == nil && c.to.Generated != nil }

func (c *columnChange) alter(action string) string {
	return alter(c.table, "ALTER COLUMN "+quote(c.to.Name)+" "+action)
}

// actions returns the actions of the main ALTER TABLE.
func (c *columnChange) actions() []string {
	var actions []string
	column := "ALTER COLUMN " + quote(c.to.Name) + " "
	add := func(condition bool, action string) {
		if condition {
			actions = append(actions, column+action)
		}
	}
	retyped := c.fromType != c.toType || c.from.Collation != c.to.Collation || c.using != ""
	// A default that PostgreSQL cannot cast would stop the change of type.
	recast := c.castNeeded() && c.fromDefault != ""
	add(c.from.Generated != nil && c.to.Generated == nil, "DROP EXPRESSION")
	add(c.fromDefault != "" && (c.toDefault == "" || recast), "DROP DEFAULT")
	add(c.from.NotNull && (!c.to.NotNull || c.doubts()), "DROP NOT NULL")
	add(retyped, words.Join("TYPE", c.toType, words.Clause("COLLATE", c.to.Collation), c.usingClause()))
	if g := c.to.Generated; g != nil && g.Expr != c.from.Generated.Expr {
		add(true, "SET EXPRESSION AS ("+g.Expr+")")
	}
	if special := c.to.NotNullName != "" || c.to.NotNullNoInherit; c.doubts() || special && c.to.NotNull && !c.from.NotNull {
		actions = append(actions, addNotNull(c.to))
	} else {
		add(c.to.NotNull && !c.from.NotNull, "SET NOT NULL")
	}
	add(c.toDefault != "" && (c.toDefault != c.fromDefault || recast), "SET DEFAULT "+c.toDefault)
	settled := c.from
	if retyped { // which resets both
		settled.Storage, settled.Compression = "", ""
	}
	return append(actions, columnSettings(settled, c.to)...)
}

func (c *columnChange) usingClause() string {
	switch {
	case c.using != "":
		return "USING " + c.using
	case c.to.Generated != nil || !c.castNeeded():
		return ""
	}
	typ := c.toType
	return "USING " + castTo(quote(c.to.Name), typ, c.fromType)
}

// castTo writes a cast, by way of another type where there is no other.
func castTo(expr, to, from string) string {
	if via := castBy(to, from); via != "" {
		return expr + "::" + via + "::" + to
	}
	return expr + "::" + to
}

// castBy returns the type by way of which a cast goes: that of a family which
// alone has the cast, or text where there is no cast at all; empty for none.
func castBy(to, from string) string {
	isVarbit := strings.HasPrefix(from, "varbit") || strings.HasPrefix(to, "varbit") // it has casts to bit only
	switch f, t := castFamily(from), castFamily(to); {
	case hasCast(f, t) && !(isVarbit && f != t):
		for _, side := range []struct{ family, other, typ string }{{f, t, from}, {t, f, to}} {
			if sole := soleCasts[[2]string{side.other, side.family}]; len(sole) > 0 && !slices.Contains(sole, side.typ) {
				return sole[0]
			}
		}
		return ""
	case strings.HasSuffix(to, "[]") && strings.HasSuffix(from, "[]"):
		return "text[]"
	}
	return "text"
}

// soleCasts name the types of a family, the second, that alone can be cast to or
// from those of another, the first.
var soleCasts = map[[2]string][]string{
	{"boolean", "number"}: {"integer"},
	{"money", "number"}:   {"numeric"},
	{"bit", "number"}:     {"integer", "bigint"},
	{"time", "date"}:      {"timestamp", "timestamptz"},
	{"timetz", "date"}:    {"timestamptz"},
	{"number", "json"}:    {"jsonb"},
	{"boolean", "json"}:   {"jsonb"},
}

// hasCast reports whether PostgreSQL can surely cast one type to another: all
// to and from text, arrays like their elements. It cannot between most of its
// own types (a number to a timestamp: seconds, or milliseconds?); the way by
// text then fails on rows rather than guess.
func hasCast(from, to string) bool {
	fromElement, fromArray := strings.CutSuffix(from, "[]")
	toElement, toArray := strings.CutSuffix(to, "[]")
	switch {
	case from == "string" || to == "string":
		return true
	case fromArray != toArray:
		return false
	case fromArray:
		return fromElement == toElement || hasCast(fromElement, toElement)
	}
	return slices.Contains(casts[from], to)
}

// casts are the explicit casts between families of built-in types.
var casts = map[string][]string{
	"number":   {"boolean", "bit", "money"},
	"boolean":  {"number"},
	"bit":      {"number"},
	"money":    {"number"},
	"json":     {"number", "boolean"},
	"date":     {"time", "timetz"},
	"time":     {"interval", "timetz"},
	"timetz":   {"time"},
	"interval": {"time"},
	"inet":     {"cidr"},
	"cidr":     {"inet"},
	"macaddr":  {"macaddr8"},
	"macaddr8": {"macaddr"},
	"box":      {"point", "polygon", "circle", "lseg"},
	"circle":   {"point", "polygon", "box"},
	"polygon":  {"point", "path", "box", "circle"},
	"path":     {"polygon"},
	"lseg":     {"point"},
	"point":    {"box"},
}

// castNeeded reports whether ALTER COLUMN TYPE needs USING. It does not where
// PostgreSQL casts on assignment; there it is better left out, because an
// explicit cast to varchar(n) cuts off what an assignment refuses.
func (c *columnChange) castNeeded() bool {
	from, to := castFamily(c.fromType), castFamily(c.toType)
	toText := to == "string" || to == "string[]" && strings.HasSuffix(from, "[]")
	return from != to && !toText
}

// castFamily names the group of types that a type can be assigned within.
func castFamily(typ string) string {
	name, array := strings.CutSuffix(typ, "[]")
	if i := strings.IndexByte(name, '('); i >= 0 {
		name = name[:i] + name[strings.IndexByte(name, ')')+1:]
	}
	family, known := castFamilies[name]
	switch {
	case strings.HasPrefix(name, "interval"):
		family = "interval"
	case !known:
		family = name
	}
	if array {
		return family + "[]"
	}
	return family
}

var castFamilies = map[string]string{
	"smallint": "number", "integer": "number", "bigint": "number", "numeric": "number", "real": "number",
	"double precision": "number",
	"text":             "string", "varchar": "string", "char": "string",
	"date": "date", "timestamp": "date", "timestamptz": "date",
	"json": "json", "jsonb": "json",
	"varbit": "bit",
}

// doubts reports whether a NOT NULL constraint is made that is not valid. One
// that is valid cannot become so, and one that a child has from its parent need
// not: what is asked of it holds.
func (c *columnChange) doubts() bool {
	if c.from.NotNull && (c.from.NotNullNotValid || c.from.Inherited) {
		return false
	}
	return c.to.NotNull && c.to.NotNullNotValid
}

// notNull changes the NOT NULL constraint of PostgreSQL 18 where it stays: its
// validity, its inheritance, its name and its comment.
func (c *columnChange) notNull() []string {
	var sql []string
	was := notNullName(c.table, c.from)
	stays := c.from.NotNull && c.to.NotNull && !c.doubts()
	if stays {
		if c.from.NotNullNoInherit != c.to.NotNullNoInherit {
			sql = append(sql, alter(c.table, "ALTER CONSTRAINT "+quote(was)+words.When(c.to.NotNullNoInherit, " NO")+" INHERIT"))
		}
		if c.from.NotNullNotValid && !c.to.NotNullNotValid {
			sql = append(sql, alter(c.table, "VALIDATE CONSTRAINT "+quote(was)))
		}
		if c.from.NotNullName != c.to.NotNullName {
			sql = append(sql, alter(c.table, "RENAME CONSTRAINT "+quote(was)+" TO "+quote(notNullName(c.table, c.to))))
		}
	}
	on := onConstraint(c.table, notNullName(c.table, c.to))
	switch {
	case stays:
		return append(sql, changedComment(on, c.from.NotNullComment, c.to.NotNullComment)...)
	case c.to.NotNull:
		return append(sql, newComment(on, c.to.NotNullComment)...)
	}
	return sql
}
