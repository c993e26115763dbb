package schema

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
)

// Quote returns an identifier as SQL needs it: bare where that is safe, else
// in double quotes. It follows quote_ident: whatever is not a lower-case
// plain word, and every keyword that is not unreserved, is quoted.
func Quote(ident string) string {
	if isPlain(ident) && !keywords[ident] {
		return ident
	}
	return `"` + strings.ReplaceAll(ident, `"`, `""`) + `"`
}

// QuoteAll returns the identifiers quoted and joined by commas.
func QuoteAll(idents []string) string {
	quoted := make([]string, len(idents))
	for i, ident := range idents {
		quoted[i] = Quote(ident)
	}
	return strings.Join(quoted, ", ")
}

// Literal returns s as an SQL string literal, whatever
// standard_conforming_strings says.
func Literal(s string) string {
	quoted := "'" + strings.ReplaceAll(s, "'", "''") + "'"
	if strings.Contains(s, `\`) {
		return " E" + strings.ReplaceAll(quoted, `\`, `\\`)
	}
	return quoted
}

func isPlain(s string) bool {
	for i, r := range []byte(s) {
		letter := r >= 'a' && r <= 'z' || r == '_'
		digit := r >= '0' && r <= '9' || r == '$'
		if !letter && (i == 0 || !digit) {
			return false
		}
	}
	return s != ""
}

// keywords holds the keywords of PostgreSQL 13 to 18 that are not unreserved
// (PostgreSQL docs, Appendix C).
var keywords = func() map[string]bool {
	words := strings.Fields(`
all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char
character check coalesce collate collation column concurrently constraint create cross current_catalog current_date
current_role current_schema current_time current_timestamp current_user dec decimal default deferrable desc distinct do
else end except exists extract false fetch float for foreign freeze from full grant greatest group grouping having ilike
in initially inner inout int integer intersect interval into is isnull join json json_array json_arrayagg json_exists
json_object json_objectagg json_query json_scalar json_serialize json_table json_value lateral leading least left like
limit localtime localtimestamp merge_action national natural nchar none normalize not notnull null nullif numeric offset
on only or order out outer overlaps overlay placing position precision primary real references returning right row
select session_user setof similar smallint some substring symmetric system_user table tablesample then time timestamp to
trailing treat trim true union unique user using values varchar variadic verbose when where window with xmlattributes
xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable`)
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[w] = true
	}
	return set
}()

// StringValue returns what an SQL string constant stands for. Of the escapes
// after an E it knows those by one letter.
func StringValue(constant string) string {
	if strings.HasPrefix(constant, "$") {
		tag := dollarTag(constant)
		return strings.TrimSuffix(strings.TrimPrefix(constant, tag), tag)
	}
	prefix, text, _ := strings.Cut(constant, "'")
	text = strings.ReplaceAll(strings.TrimSuffix(text, "'"), "''", "'")
	if strings.EqualFold(prefix, "e") {
		return unescape(text)
	}
	return text
}

var escapes = map[string]string{"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}

// escape is a backslash with what it stands before: digits of a byte or of a
// character, or one letter.
var escape = regexp.MustCompile(`(?s)\\([0-7]{1,3}|x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)`)

// unescape replaces escapes by a backslash.
func unescape(text string) string {
	return escape.ReplaceAllStringFunc(text, func(code string) string {
		code = code[1:]
		if len(code) == 1 && (code < "0" || code > "7") {
			return cmp.Or(escapes[code], code)
		}
		base, wide := 8, false
		if strings.IndexByte("xuU", code[0]) >= 0 {
			base, wide = 16, code[0] != 'x'
			code = code[1:]
		}
		n, _ := strconv.ParseUint(code, base, 32)
		if wide {
			return string(rune(n))
		}
		return string([]byte{byte(n)})
	})
}
