package ddl

import (
	"fmt"
	"slices"
	"strings"

	"github.com/deedsql/deed/schema"
)

func quote(ident string) string { return schema.Quote(ident) }

// literal returns a string constant, without the blank that [schema.Literal]
// puts before an E.
func literal(s string) string { return strings.TrimSpace(schema.Literal(s)) }

func literals(list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = literal(s)
	}
	return strings.Join(quoted, ", ")
}

// alter returns an ALTER TABLE statement, one action a line where there are
// several.
func alter(table schema.Name, actions ...string) string {
	return "ALTER TABLE " + table.SQL() + actionList(actions)
}

func actionList(actions []string) string {
	if len(actions) == 1 {
		return " " + actions[0]
	}
	return "\n    " + strings.Join(actions, ",\n    ")
}

// parameters returns storage parameters ("fillfactor=70") as SQL.
func parameters(list []string) string {
	written := make([]string, len(list))
	for i, p := range list {
		key, value, found := strings.Cut(p, "=")
		written[i] = key
		if found {
			written[i] += "=" + parameterValue(value)
		}
	}
	return strings.Join(written, ", ")
}

// parameterValue quotes what is neither a number nor a plain word.
func parameterValue(v string) string {
	number := strings.Trim(v, "-0123456789.") == "" && v != ""
	if number || v == "true" || v == "false" || v == "on" || v == "off" || v != "" && schema.Quote(v) == v {
		return v
	}
	return literal(v)
}

// changedParameters returns the storage parameters to set and the names of
// those to reset.
func changedParameters(from, to []string) (set, reset []string) {
	for _, p := range to {
		if !slices.Contains(from, p) {
			set = append(set, p)
		}
	}
	for _, p := range from {
		key, _, _ := strings.Cut(p, "=")
		kept := slices.ContainsFunc(to, func(q string) bool { return strings.HasPrefix(q, key+"=") })
		if !kept {
			reset = append(reset, key)
		}
	}
	return set, reset
}

// parameterActions returns "prefix SET (…)" and "prefix RESET (…)" as needed.
func parameterActions(prefix string, from, to []string) []string {
	set, reset := changedParameters(from, to)
	return setAndReset(prefix, set, reset)
}

// orderedParameterActions is [parameterActions] for an index, whose definition
// shows the parameters in their order: what is set comes behind what is kept.
func orderedParameterActions(prefix string, from, to []string) []string {
	set, reset := changedParameters(from, to)
	kept := slices.DeleteFunc(slices.Clone(from), func(p string) bool { return !slices.Contains(to, p) })
	if len(set) > 0 && !slices.Equal(append(kept, set...), to) {
		set = to
	}
	return setAndReset(prefix, set, reset)
}

func setAndReset(prefix string, set, reset []string) []string {
	var actions []string
	if len(set) > 0 {
		actions = append(actions, prefix+"SET ("+parameters(set)+")")
	}
	if len(reset) > 0 {
		actions = append(actions, prefix+"RESET ("+strings.Join(reset, ", ")+")")
	}
	return actions
}

// rename returns what renames an object, moves it to another schema, or both.
func rename(kind string, from, to schema.Name) []string {
	var sql []string
	if from.Schema() != to.Schema() {
		sql = append(sql, fmt.Sprintf("ALTER %s %s SET SCHEMA %s", kind, from.SQL(), quote(to.Schema())))
		from = schema.NewName(to.Schema(), from.Object())
	}
	if from.Object() != to.Object() {
		sql = append(sql, fmt.Sprintf("ALTER %s %s RENAME TO %s", kind, from.SQL(), quote(to.Object())))
	}
	return sql
}

// looseWords are the keywords of operators that may not stand at the top of a
// DEFAULT clause without parentheses (b_expr in gram.y).
var looseWords = []string{
	"and", "or", "not", "is", "isnull", "notnull", "in", "like", "ilike", "similar", "between", "at", "collate", "overlaps",
}

// defaultExpr returns an expression as a DEFAULT clause of a column takes it.
func defaultExpr(expr string) string {
	depth := 0
	for _, t := range schema.Tokens(expr) {
		switch {
		case t.Is("("), t.Is("["):
			depth++
		case t.Is(")"), t.Is("]"):
			depth--
		case depth == 0 && t.Kind == schema.Word && slices.Contains(looseWords, strings.ToLower(t.Text)):
			return "(" + expr + ")"
		}
	}
	return expr
}
