package schema

import (
	"slices"
	"strings"
)

// NormalizeType returns the normal form of a type as SQL writes it: lower
// case, one blank between words, PostgreSQL's short name where it has one
// ("varchar(255)" for "character varying(255)", "timestamptz" for "timestamp
// with time zone", but "integer" for "int4"), arrays as "text[]" whatever
// their declared dimensions, pg_catalog left out. Other types keep the schema
// they are written with.
func NormalizeType(sql string) string {
	tokens := Tokens(sql)
	tokens, dims := cutArray(tokens)
	if len(tokens) > 2 && tokens[0].Is("pg_catalog") && tokens[1].Is(".") {
		tokens = tokens[2:]
	}
	name, modifier, tail := splitType(tokens)
	if short, ok := shortTypes[strings.TrimSpace(name+" "+tail)]; ok {
		name, tail = short, ""
	}
	switch {
	case name == "interval" && tail != "":
		name, modifier = "interval "+tail+modifier, ""
	case tail != "":
		name += " " + tail
	}
	modifier = normalizeModifier(name, modifier)
	return name + modifier + strings.Repeat("[]", dims)
}

// cutArray takes array bounds off the end. PostgreSQL ignores bounds and
// number of dimensions (docs, 8.15.1), so any array counts as one.
func cutArray(tokens []Token) ([]Token, int) {
	dims := 0
	for n := len(tokens); n >= 2 && tokens[n-1].Is("]"); n = len(tokens) {
		open := n - 2
		if tokens[open].Kind == Number && open > 0 {
			open--
		}
		tokens, dims = tokens[:open], 1
	}
	if n := len(tokens); n > 1 && tokens[n-1].Is("array") {
		return tokens[:n-1], 1
	}
	return tokens, dims
}

// splitType splits "timestamp (3) with time zone" into "timestamp", "(3)" and
// "with time zone".
func splitType(tokens []Token) (name, modifier, tail string) {
	open := slices.IndexFunc(tokens, func(t Token) bool { return t.Is("(") })
	if open < 0 {
		if len(tokens) > 1 && tokens[0].Is("interval") {
			return "interval", "", joinType(tokens[1:])
		}
		return joinType(tokens), "", ""
	}
	end := closing(tokens, open)
	if end < 0 {
		end = len(tokens) - 1
	}
	var m strings.Builder
	for _, t := range tokens[open : end+1] {
		m.WriteString(t.Text)
	}
	name, tail = joinType(tokens[:open]), joinType(tokens[end+1:])
	if rest, ok := strings.CutPrefix(name, "interval "); ok {
		name, tail = "interval", strings.TrimSpace(rest+" "+tail)
	}
	return name, strings.ToLower(m.String()), tail
}

func joinType(tokens []Token) string {
	var b strings.Builder
	for i, t := range tokens {
		if i > 0 && !t.Is(".") && !tokens[i-1].Is(".") {
			b.WriteByte(' ')
		}
		switch t.Kind {
		case Word:
			b.WriteString(strings.ToLower(t.Text))
		case Quoted:
			b.WriteString(Quote(t.Unquote()))
		default:
			b.WriteString(t.Text)
		}
	}
	return b.String()
}

func normalizeModifier(name, modifier string) string {
	switch {
	case name == "numeric" && strings.HasSuffix(modifier, ",0)"):
		return strings.TrimSuffix(modifier, ",0)") + ")"
	case (name == "char" || name == "bit") && modifier == "(1)":
		return ""
	}
	return modifier
}

// shortTypes maps every other spelling of a built-in type to its normal form.
var shortTypes = map[string]string{
	"bool": "boolean", "int": "integer", "int4": "integer", "int8": "bigint", "int2": "smallint",
	"float8": "double precision", "float": "double precision", "float4": "real",
	"decimal": "numeric", "dec": "numeric",
	"character varying": "varchar", "char varying": "varchar", "national character varying": "varchar",
	"character": "char", "national character": "char", "nchar": "char", "bit varying": "varbit",
	"timestamp without time zone": "timestamp", "timestamp with time zone": "timestamptz",
	"time without time zone": "time", "time with time zone": "timetz",
	"serial4": "serial", "serial8": "bigserial", "serial2": "smallserial",
}

// IsBuiltinType reports whether a name, in normal form and without a schema, is
// that of a type of pg_catalog.
func IsBuiltinType(name string) bool {
	_, found := slices.BinarySearch(builtinTypes, name)
	return found
}

// BuiltinTypes returns the types of pg_catalog in normal form, sorted.
func BuiltinTypes() []string { return slices.Clone(builtinTypes) }

var builtinTypes = slices.Sorted(slices.Values(append(strings.Fields(`
bigint bigserial bit boolean box bpchar bytea char cidr circle cid date inet integer interval json jsonb jsonpath line
lseg macaddr macaddr8 money name numeric oid path pg_lsn pg_snapshot point polygon real refcursor regclass regcollation
regconfig regdictionary regnamespace regoper regoperator regproc regprocedure regrole regtype serial smallint
smallserial text tid time timestamp timestamptz timetz tsquery tsvector txid_snapshot uuid varbit varchar xid xid8 xml
aclitem int2vector oidvector int4range int8range numrange tsrange tstzrange daterange int4multirange int8multirange
nummultirange tsmultirange tstzmultirange datemultirange`), "double precision", `"char"`)))
