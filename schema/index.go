package schema

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// An Index is an index that no constraint made. Its schema is its table's.
type Index struct {
	Name   string
	Unique bool
	Method string // empty: btree
	// Key holds one SQL fragment for each key column, spelled as
	// pg_get_indexdef spells it: "name", "lower(name)",
	// `title COLLATE "C" text_pattern_ops DESC NULLS LAST`.
	Key              []string
	Include          []string // column names
	NullsNotDistinct bool
	With             []string // storage parameters, "fillfactor=70", in their order
	Tablespace       string
	Where            string // predicate, without the outer parentheses
	Comment          string

	// OnOnly is true for an index on a partitioned table that is not created
	// on the partitions (ON ONLY).
	OnOnly bool
	// Parent is the partitioned index that this one is attached to. It is
	// created and dropped with it.
	Parent Name
	// AttachTo is the index ON ONLY the partitioned table that this one is
	// attached to by itself. It is dropped with it.
	AttachTo Name
	// Invalid is true for what a failed CREATE INDEX CONCURRENTLY left.
	Invalid bool
	// Clustered is true for the index that CLUSTER uses.
	Clustered bool
	// Statistics are the statistics targets of expression columns, by their
	// position, "2=500".
	Statistics []string
}

// ColumnNames returns the names that PostgreSQL gives to the columns of an
// index: an expression is called after its function, and a name that is there
// already gets a number (ChooseIndexColumnNames in indexcmds.c).
func (x Index) ColumnNames() []string {
	names := make([]string, 0, len(x.Key)+len(x.Include))
	for _, k := range x.Key {
		names = append(names, cmp.Or(figure(k), "expr"))
	}
	return numbered(append(names, x.Include...))
}

// numbered tells names apart by numbers.
func numbered(names []string) []string {
	for i, name := range names {
		for n := 1; slices.Contains(names[:i], names[i]); n++ {
			number := strconv.Itoa(n)
			names[i] = Truncate(name, MaxIdentifier-len(number)) + number
		}
	}
	return names
}

// figure returns the name that PostgreSQL figures out for an expression, empty
// for none: a column's, a function's, and a type's where nothing else is cast
// to it (FigureColname in parse_target.c).
func figure(sql string) string {
	tokens := Tokens(sql)
	if len(tokens) > 0 && tokens[0].Is("(") { // an operator class may follow
		end := closing(tokens, 0)
		if end < 0 {
			return ""
		}
		if end+1 == len(tokens) || tokens[end+1].Kind != Symbol {
			return figure(sql[tokens[0].End():tokens[end].Pos])
		}
	}
	cast, depth := -1, 0
	for i, t := range tokens {
		if depth += nesting(t); depth > 0 || t.Kind != Symbol || strings.ContainsAny(t.Text, "()[].") {
			continue
		}
		if t.Text != "::" {
			return "" // an operator
		}
		cast = i
	}
	if cast > 0 {
		_, typ, _ := strings.Cut(NormalizeType(sql[tokens[cast].End():]), ".")
		if typ == "" {
			typ = NormalizeType(sql[tokens[cast].End():])
		}
		return cmp.Or(figure(sql[:tokens[cast].Pos]), typ)
	}
	if len(tokens) == 0 || tokens[0].Kind > Quoted || len(tokens) > 1 && slices.ContainsFunc(tokens, isLogic) {
		return ""
	}
	last := 0
	for last+2 < len(tokens) && tokens[last+1].Is(".") {
		last += 2
	}
	return tokens[last].Unquote()
}

// isLogic reports whether the token is a word between operands.
func isLogic(t Token) bool {
	return t.Is("and") || t.Is("or") || t.Is("not") || t.Is("is") || t.Is("between") || t.Is("like")
}
