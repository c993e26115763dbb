package diff

import (
	"slices"
	"strings"

	"github.com/deedsql/deed/schema"
)

// rewrite applies a function to every fragment of SQL in a table that is not a
// type. The lists in the table are copied.
func rewrite(t *schema.Table, fragment func(string) string) {
	rewriteOverColumns(t, fragment)
	for i := range t.Columns {
		t.Columns[i].Default = fragment(t.Columns[i].Default)
	}
}

// rewriteOverColumns does so for what may name columns, so not for defaults.
func rewriteOverColumns(t *schema.Table, fragment func(string) string) {
	all := func(list []string) []string {
		out := slices.Clone(list)
		for i := range out {
			out[i] = fragment(out[i])
		}
		return out
	}
	t.Columns, t.Checks, t.Exclusions = slices.Clone(t.Columns), slices.Clone(t.Checks), slices.Clone(t.Exclusions)
	t.Indexes, t.Statistics = slices.Clone(t.Indexes), slices.Clone(t.Statistics)
	for i := range t.Columns {
		c := &t.Columns[i]
		if c.Generated != nil {
			c.Generated = &schema.Generated{Expr: fragment(c.Generated.Expr), Virtual: c.Generated.Virtual}
		}
	}
	for i := range t.Checks {
		t.Checks[i].Expr = fragment(t.Checks[i].Expr)
	}
	for i := range t.Exclusions {
		x := &t.Exclusions[i]
		x.Elements, x.Where = all(x.Elements), fragment(x.Where)
	}
	for i := range t.Indexes {
		x := &t.Indexes[i]
		x.Key, x.Where = all(x.Key), fragment(x.Where)
	}
	for i := range t.Statistics {
		t.Statistics[i].Columns = all(t.Statistics[i].Columns)
	}
	t.PartitionBy = fragment(t.PartitionBy)
}

// rewriteDomain does so for a domain.
func rewriteDomain(x *schema.Domain, fragment func(string) string) {
	x.Default, x.Checks = fragment(x.Default), slices.Clone(x.Checks)
	for i := range x.Checks {
		x.Checks[i].Expr = fragment(x.Checks[i].Expr)
	}
}

// substitute writes SQL anew. at returns what stands in place of n tokens from
// the i-th on; where n is 0, that token stays.
func substitute(sql string, at func(tokens []schema.Token, i int) (text string, n int)) string {
	var b strings.Builder
	last := 0
	tokens := schema.Tokens(sql)
	for i := range tokens {
		if text, n := at(tokens, i); n > 0 {
			b.WriteString(sql[last:tokens[i].Pos] + text)
			last = tokens[i+n-1].End()
		}
	}
	return b.String() + sql[last:]
}

// replaceIdent replaces a column's name in an expression. A word behind a dot
// or a cast, or before a parenthesis, is no column.
func replaceIdent(sql, from, to string) string {
	return substitute(sql, func(tokens []schema.Token, i int) (string, int) {
		switch {
		case tokens[i].Kind > schema.Quoted, tokens[i].Unquote() != from,
			i > 0 && (tokens[i-1].Is(".") || tokens[i-1].Is("::")), i+1 < len(tokens) && tokens[i+1].Is("("):
			return "", 0
		}
		return schema.Quote(to), 1
	})
}

// replaceValue writes the new name of an enumeration's value wherever an
// expression has the old one, as the server does: 'old'::e, '{old}'::e[].
func replaceValue(sql string, r Rename) string {
	if !mayHold(sql, r.Old) {
		return sql
	}
	return substitute(sql, func(tokens []schema.Token, i int) (string, int) {
		if tokens[i].Kind != schema.String || i+2 >= len(tokens) || !tokens[i+1].Is("::") || qualified(tokens, i+2) != r.Of {
			return "", 0
		}
		value := schema.StringValue(tokens[i].Text)
		switch {
		case value == r.Old:
			value = r.New
		case strings.HasPrefix(value, "{"):
			value = replaceElement(value, r.Old, r.New)
		}
		return constant(value), 1
	})
}

// mayHold reports whether SQL can hold a name or a value. With a quote in it, it
// does not stand there as it is.
func mayHold(sql, text string) bool {
	return sql != "" && (strings.Contains(sql, text) || strings.ContainsAny(text, "'\"\\"))
}

func constant(value string) string { return strings.TrimSpace(schema.Literal(value)) }

// replaceElement replaces an element of an array as the server writes it.
func replaceElement(array, from, to string) string {
	elements := strings.Split(strings.Trim(array, "{}"), ",")
	for i := range elements {
		if elements[i] == arrayElement(from) {
			elements[i] = arrayElement(to)
		}
	}
	return "{" + strings.Join(elements, ",") + "}"
}

// arrayElement writes a value as an element of an array.
func arrayElement(value string) string {
	if value == "" || strings.EqualFold(value, "null") || strings.ContainsAny(value, "{}, \t\n\r\v\f\"\\") {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
	}
	return value
}

// replaceTypeName writes the new name of a type wherever SQL, qualified as the
// server does, has the old one.
func replaceTypeName(sql string, from, to schema.Name) string {
	if !mayHold(sql, from.Object()) {
		return sql
	}
	return substitute(sql, func(tokens []schema.Token, i int) (string, int) {
		if i+2 >= len(tokens) || tokens[i].Kind > schema.Quoted || !tokens[i+1].Is(".") || qualified(tokens, i) != from || i > 0 && tokens[i-1].Is(".") {
			return "", 0
		}
		return to.SQL(), 3
	})
}

// replaceRelation writes the new name of a relation in a constant that names it:
// 's'::regclass.
func replaceRelation(sql string, from, to schema.Name) string {
	if from == to || !mayHold(sql, from.Object()) {
		return sql
	}
	return substitute(sql, func(tokens []schema.Token, i int) (string, int) {
		if tokens[i].Kind != schema.String || !mayBeRelation(tokens, i) {
			return "", 0
		}
		if inner := schema.Tokens(schema.StringValue(tokens[i].Text)); len(inner) > 3 || qualified(inner, 0) != from {
			return "", 0
		}
		return constant(to.SQL()), 1
	})
}
