package codegen

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/deedsql/deed/schema"
)

func quoteIdent(ident string) string { return schema.Quote(ident) }

func quoteSome(ident string) string { return when(ident != "", quoteIdent(ident)) }

// sqlName returns a name as SQL writes it, without public.
func sqlName(n schema.Name) string {
	if n.Schema() == schema.DefaultSchema {
		return quoteIdent(n.Object())
	}
	return n.SQL()
}

// joinWords joins what is not empty with blanks.
func joinWords(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}

func when(condition bool, text string) string {
	if condition {
		return text
	}
	return ""
}

// clause returns "word value", nothing for an empty value.
func clause(word, value string) string { return when(value != "", word+" "+value) }

// group returns "word (value)", nothing for an empty value.
func group(word, value string) string { return when(value != "", word+" ("+value+")") }

// literalOf returns a string constant on one line.
func literalOf(s string) string {
	if !strings.ContainsAny(s, "\n\r") {
		return strings.TrimSpace(schema.Literal(s))
	}
	escaped := strings.NewReplacer(`\`, `\\`, "'", "''", "\n", `\n`, "\r", `\r`).Replace(s)
	return "E'" + escaped + "'"
}

func literalSome(s string) string { return when(s != "", literalOf(s)) }

var plainText = regexp.MustCompile(`^[\pL\d][\pL\d ,._:/&+!?%#@-]*$`)

// textOf returns a text as a tag option takes it: bare where that is safe,
// else as a string constant.
func textOf(s string) string {
	comment := strings.Contains(s, "--") || strings.Contains(s, "/*")
	if plainText.MatchString(s) && !comment && strings.TrimSpace(s) == s {
		return s
	}
	return literalOf(s)
}

// directiveText returns a text as a directive takes it.
func directiveText(s string) string {
	tokens := schema.Tokens(s)
	constant := len(tokens) == 1 && tokens[0].Kind == schema.String
	about := len(tokens) > 0 && tokens[0].Is("on")
	if constant || about || strings.TrimSpace(s) != s || strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return literalOf(s)
	}
	return s
}

// commentOn returns the directive for the comment of an object.
func commentOn(object, text string) []string {
	if text == "" {
		return nil
	}
	return []string{"comment on " + object + " is " + literalOf(text)}
}

// typeComment returns the directive for the comment of the type below it.
func typeComment(text string) []string {
	if text == "" {
		return nil
	}
	return []string{"comment " + directiveText(text)}
}

func sequenceOptions(o schema.SequenceOptions) string {
	number := func(word string, n *int64) string {
		if n == nil {
			return ""
		}
		return word + " " + strconv.FormatInt(*n, 10)
	}
	return joinWords(
		when(o.Increment != 0, number("increment by", &o.Increment)),
		number("minvalue", o.Min), number("maxvalue", o.Max), number("start with", o.Start),
		when(o.Cache != 0, number("cache", &o.Cache)), when(o.Cycle, "cycle"))
}

// The rest of a constraint's definition, behind its name.

func keyDefinition(columns []string, withoutOverlaps bool, include, with []string, tablespace string, d schema.Deferrable) string {
	return joinWords("("+schema.QuoteAll(columns)+when(withoutOverlaps, " without overlaps")+")",
		group("include", schema.QuoteAll(include)), group("with", parameters(with)),
		clause("using index tablespace", quoteSome(tablespace)), deferrable(d))
}

func parameters(list []string) string {
	written := make([]string, len(list))
	for i, p := range list {
		key, value, _ := strings.Cut(p, "=")
		if !regexp.MustCompile(`^[\w.+-]*$`).MatchString(value) {
			value = "'" + value + "'"
		}
		written[i] = key + "=" + value
	}
	return strings.Join(written, ", ")
}

func deferrable(d schema.Deferrable) string {
	switch d {
	case schema.InitiallyDeferred:
		return "deferrable initially deferred"
	case schema.InitiallyImmediate:
		return "deferrable"
	case schema.NotDeferrable:
	}
	return ""
}

func referencesDefinition(c schema.ForeignKey) string {
	target := sqlName(c.References)
	if len(c.RefColumns) > 0 {
		target += "(" + periodColumns(c.RefColumns, c.Period) + ")"
	}
	return joinWords(target, clause("match", strings.ToLower(c.Match)), clause("on update", strings.ToLower(c.OnUpdate)),
		clause("on delete", strings.ToLower(c.OnDelete)), when(len(c.OnDeleteColumns) > 0, "("+schema.QuoteAll(c.OnDeleteColumns)+")"),
		deferrable(c.Deferrable), when(c.NotValid, "not valid"), when(c.NotEnforced, "not enforced"))
}

func periodColumns(columns []string, period bool) string {
	if !period || len(columns) == 0 {
		return schema.QuoteAll(columns)
	}
	last := len(columns) - 1
	list := quoteIdent(columns[last])
	if last > 0 {
		return schema.QuoteAll(columns[:last]) + ", period " + list
	}
	return "period " + list
}

func exclusionDefinition(c schema.Exclusion) string {
	return joinWords(clause("using", quoteSome(c.Method)), "("+strings.Join(c.Elements, ", ")+")",
		group("include", schema.QuoteAll(c.Include)), group("with", parameters(c.With)),
		clause("using index tablespace", quoteSome(c.Tablespace)), group("where", c.Where), deferrable(c.Deferrable))
}

func checkDefinition(c schema.Check) string {
	return joinWords(c.Expr, when(c.NoInherit, "no inherit"), when(c.NotValid, "not valid"), when(c.NotEnforced, "not enforced"))
}

func indexDefinition(x schema.Index) string {
	return joinWords(when(x.OnOnly, "on only"), clause("using", quoteSome(x.Method)), "("+strings.Join(x.Key, ", ")+")",
		group("include", schema.QuoteAll(x.Include)), when(x.NullsNotDistinct, "nulls not distinct"),
		group("with", parameters(x.With)), clause("tablespace", quoteSome(x.Tablespace)),
		when(x.Clustered, "clustered"), when(x.Invalid, "invalid"), group("statistics", parameters(x.Statistics)),
		clause("where", x.Where))
}
