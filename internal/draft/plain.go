package draft

import (
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/deedsql/deed/schema"
)

// plain reports whether the server would spell a table just as it stands, so
// that it need not be asked: whatever is not spelled as in the database is of
// a built-in type and without an expression. Where that is in doubt, it is not.
func (s *settler) plain(t schema.Table, there *schema.Table) bool {
	if !slices.Equal(t.Inherits, there.Inherits) || t.PartitionBy != there.PartitionBy || !reflect.DeepEqual(t.PartitionOf, there.PartitionOf) {
		return false
	}
	isChild := t.PartitionOf != nil || len(t.Inherits) > 0
	moved := map[string]bool{} // columns whose type changes, and with it what is spelled over them
	for _, c := range t.Columns {
		live := there.Column(c.Name)
		if live == nil || live.Type != c.Type || live.Collation != c.Collation {
			moved[c.Name] = true
			if live != nil && isChild {
				return false // bounds, and what comes from parents, may be of it
			}
		}
		if !s.plainColumn(c, live) {
			return false
		}
	}
	return plainChecks(t, there, moved) && plainIndexes(t, there, moved) && plainOthers(t, there, moved)
}

func (s *settler) plainColumn(c schema.Column, live *schema.Column) bool {
	if live == nil || live.Type != c.Type {
		live = &schema.Column{Type: c.Type}
		if !isPlainType(c.Type) && !s.enums[c.Type] {
			return false
		}
	}
	return c.Collation == live.Collation && c.Storage == live.Storage && c.Compression == live.Compression &&
		(c.Default == "" || c.Default == live.Default || isPlainConstant(c.Type, c.Default)) &&
		reflect.DeepEqual(c.Generated, live.Generated) && reflect.DeepEqual(c.Identity, live.Identity)
}

func plainChecks(t schema.Table, there *schema.Table, moved map[string]bool) bool {
	for _, c := range t.Checks {
		live, found := there.Constraint(c.Name).(schema.Check)
		if !found || live.Expr != c.Expr || mentions(c.Expr, moved) {
			return false
		}
	}
	return true
}

func plainIndexes(t schema.Table, there *schema.Table, moved map[string]bool) bool {
	for _, x := range t.Indexes {
		live := there.Index(x.Name)
		if live == nil {
			live = &schema.Index{}
		}
		if x.Method != live.Method || x.Where != live.Where || !slices.Equal(x.With, live.With) || mentions(x.Where, moved) {
			return false
		}
		for _, k := range x.Key {
			if isColumn(k) && x.Method == "" && isSortable(t.Column(schema.Tokens(k)[0].Unquote())) {
				continue
			}
			if !slices.Contains(live.Key, k) || mentions(k, moved) {
				return false
			}
		}
	}
	return true
}

// plainOthers is about exclusion constraints, statistics and the expressions
// of generated columns.
func plainOthers(t schema.Table, there *schema.Table, moved map[string]bool) bool {
	for _, x := range t.Exclusions {
		live, found := there.Constraint(x.Name).(schema.Exclusion)
		if !found || !slices.Equal(live.Elements, x.Elements) || live.Where != x.Where ||
			mentions(strings.Join(append(x.Elements, x.Where), ", "), moved) {
			return false
		}
	}
	for _, x := range t.Statistics {
		if !slices.ContainsFunc(there.Statistics, func(live schema.Statistics) bool { return reflect.DeepEqual(live, x) }) ||
			mentions(strings.Join(x.Columns, ", "), moved) {
			return false
		}
	}
	for _, c := range t.Columns {
		if c.Generated != nil && mentions(c.Generated.Expr, moved) {
			return false
		}
	}
	return true
}

// mentions reports whether an expression may name one of the columns.
func mentions(sql string, columns map[string]bool) bool {
	return len(columns) > 0 && slices.ContainsFunc(schema.Tokens(sql), func(t schema.Token) bool {
		return t.Kind <= schema.Quoted && columns[t.Unquote()]
	})
}

// isColumn reports whether a key is a column and nothing more, spelled as the
// server does.
func isColumn(key string) bool {
	tokens := schema.Tokens(key)
	return len(tokens) == 1 && tokens[0].Kind <= schema.Quoted && schema.Quote(tokens[0].Unquote()) == key
}

// plainTypes are the built-in types that are always spelled alike, with what
// stands in their parentheses at most.
var plainTypes = map[string][]int{
	"boolean": nil, "smallint": nil, "integer": nil, "bigint": nil, "real": nil, "double precision": nil,
	"smallserial": nil, "serial": nil, "bigserial": nil,
	"text": nil, "bytea": nil, "uuid": nil, "date": nil, "json": nil, "jsonb": nil, "inet": nil, "cidr": nil,
	"varchar": {10485760}, "char": {10485760}, "numeric": {1000, 1000},
	"timestamp": {6}, "timestamptz": {6}, "time": {6}, "timetz": {6},
}

var typePattern = regexp.MustCompile(`^([a-z ]+)(?:\((\d+)(?:,(\d+))?\))?(\[\])?$`)

// isPlainType reports whether the server accepts a type and spells it so.
func isPlainType(typ string) bool {
	m := typePattern.FindStringSubmatch(typ)
	if m == nil {
		return false
	}
	limits, found := plainTypes[m[1]]
	if !found || m[4] != "" && schema.IntegerType(m[1]) != "" {
		return false
	}
	for i, digits := range m[2:4] {
		if digits == "" {
			continue
		}
		n, err := strconv.Atoi(digits)
		if err != nil || i >= len(limits) || n > limits[i] {
			return false
		}
		if n == 0 && i == 0 && !strings.HasPrefix(m[1], "time") {
			return false
		}
	}
	precision, _ := strconv.Atoi(m[2])
	scale, _ := strconv.Atoi(m[3])
	return scale <= precision
}

// isSortable reports whether a btree surely takes the column.
func isSortable(c *schema.Column) bool {
	return c != nil && isPlainType(c.Type) && !strings.HasPrefix(c.Type, "json")
}

// isPlainConstant reports whether a default is a constant that the server
// takes for the type, and that the differ knows again in the server's spelling:
// 'x' is shown with its type.
func isPlainConstant(typ, sql string) bool {
	base, _, _ := strings.Cut(typ, "(")
	switch {
	case strings.HasSuffix(typ, "[]"):
		return false
	case base == "boolean":
		return sql == "true" || sql == "false"
	case base == "text", base == "varchar":
		tokens := schema.Tokens(sql)
		return len(tokens) == 1 && tokens[0].Kind == schema.String && sql[0] == '\'' && !strings.Contains(sql, `\`)
	case base == "timestamptz":
		return sql == "now()"
	case slices.Contains([]string{"integer", "bigint", "numeric", "real", "double precision"}, base):
		n, err := strconv.Atoi(sql)
		return err == nil && n >= 0 && n < 1e9 && strconv.Itoa(n) == sql
	}
	return false
}
