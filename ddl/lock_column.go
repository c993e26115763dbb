package ddl

import (
	"reflect"
	"slices"
	"strings"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// columnWork returns what adding a column does to the rows of its table. A
// constant default costs nothing; a type that is a domain with constraints
// rewrites too, which the column does not say.
func columnWork(c schema.Column) Work {
	switch {
	case c.Identity != nil, schema.IntegerType(c.Type) != "", Volatile(c.Default):
		return Rewrite
	case c.Generated != nil && !c.Generated.Virtual:
		return Rewrite
	}
	return Instant
}

func (l *lockList) alterColumn(o op.AlterColumn) {
	c := newColumnChange(o)
	beside := o.From // what can change beside reads and writes
	beside.Statistics, beside.Options, beside.Comment = o.To.Statistics, o.To.Options, o.To.Comment
	beside.NotNullComment = o.To.NotNullComment
	validated := beside
	validated.NotNullNotValid = false
	switch {
	case c.rebuilt():
		l.add(o.Table, AccessExclusive, columnWork(o.To))
	case reflect.DeepEqual(beside, o.To):
		l.add(o.Table, ShareUpdateExclusive, Instant)
	case reflect.DeepEqual(validated, o.To):
		l.add(o.Table, ShareUpdateExclusive, Scan)
	default:
		l.add(o.Table, AccessExclusive, c.work())
	}
}

// work returns what the change does to the rows.
func (c *columnChange) work() Work {
	expression := c.to.Generated != nil && c.from.Generated != nil && c.from.Generated.Expr != c.to.Generated.Expr
	numbered := c.to.Identity != nil && (c.from.Identity == nil || c.retypesApart()) || c.toSerial && !c.fromSerial
	switch {
	case c.using != "", Rewrites(c.fromType, c.toType), expression && !c.to.Generated.Virtual:
		return Rewrite
	case c.from.Collation != c.to.Collation:
		return Build
	case c.to.NotNull && !c.to.NotNullNotValid && (!c.from.NotNull || c.from.NotNullNotValid), numbered: // the sequence goes on behind the values
		return Scan
	}
	return Instant
}

// Rewrites reports whether a change of a column's type rewrites its table.
func Rewrites(from, to string) bool {
	if integer := schema.IntegerType(from); integer != "" {
		from = integer
	}
	if integer := schema.IntegerType(to); integer != "" {
		to = integer
	}
	fromBase, fromModifier := cutModifier(from)
	toBase, toModifier := cutModifier(to)
	switch {
	case from == to, fromBase == "cidr" && toBase == "inet":
		return false
	case isVarchar(fromBase) && isVarchar(toBase), fromBase == toBase && growsInPlace(fromBase):
		whole := toModifier == "6" && toBase != "varchar" && toBase != "varbit" && toBase != "numeric" // all digits of a time
		return toModifier != "" && !whole && (fromModifier == "" || op.Narrows(from, to) || scale(fromModifier) != scale(toModifier))
	}
	return true
}

func isVarchar(base string) bool { return base == "varchar" || base == "text" }

// growsInPlace reports whether PostgreSQL knows of a type that a longer or
// more precise one holds the same bytes. It does not of char and bit.
func growsInPlace(base string) bool {
	switch base {
	case "numeric", "varbit", "time", "timetz", "timestamp", "timestamptz", "interval":
		return true
	}
	return false
}

// cutModifier splits "timestamp(3)" into the type and what stands in the
// parentheses.
func cutModifier(typ string) (base, modifier string) {
	base, rest, _ := strings.Cut(typ, "(")
	modifier, tail, _ := strings.Cut(rest, ")")
	return base + tail, modifier
}

// scale is what follows the comma of numeric(10,2).
func scale(modifier string) string {
	_, scale, _ := strings.Cut(modifier, ",")
	return scale
}

// volatileFunctions are those of PostgreSQL and its extensions that people
// write into defaults.
var volatileFunctions = []string{
	"random", "gen_random_uuid", "clock_timestamp", "timeofday", "nextval", "uuidv4", "uuidv7",
	"uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4", "gen_random_bytes", "random_normal",
}

// Volatile reports whether a default calls a function known to have another
// value for every row.
func Volatile(expr string) bool {
	tokens := schema.Tokens(expr)
	for i := 0; i+1 < len(tokens); i++ {
		name := tokens[i].Kind == schema.Word || tokens[i].Kind == schema.Quoted
		if name && tokens[i+1].Is("(") && slices.Contains(volatileFunctions, tokens[i].Unquote()) {
			return true
		}
	}
	return false
}
