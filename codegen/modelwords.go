package codegen

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/deedsql/deed/internal/words"
	"github.com/deedsql/deed/schema"
)

func quoteIdent(ident string) string { return schema.Quote(ident) }

func quoteSome(ident string) string { return words.When(ident != "", quoteIdent(ident)) }

// sqlName returns a name as SQL writes it, without public.
func sqlName(n schema.Name) string {
	if n.Schema() == schema.DefaultSchema {
		return quoteIdent(n.Object())
	}
	return n.SQL()
}

// literalOf returns a string constant on one line.
func literalOf(s string) string {
	if !strings.ContainsAny(s, "\n\r") {
		return strings.TrimSpace(schema.Literal(s))
	}
	escaped := strings.NewReplacer(`\`, `\\`, "'", "''", "\n", `\n`, "\r", `\r`).Replace(s)
	return "E'" + escaped + "'"
}

// oneLine returns an SQL fragment without line breaks: the server spreads CASE
// over several lines, and a constant may hold one.
func oneLine(sql string) string {
	if !strings.ContainsAny(sql, "\n\r") {
		return sql
	}
	var line strings.Builder
	end := 0
	for _, t := range schema.Tokens(sql) {
		gap := sql[end:t.Pos]
		if strings.ContainsAny(gap, "\n\r") {
			gap = words.When(!strings.HasSuffix(line.String(), "("), " ")
		}
		line.WriteString(gap)
		if t.Kind == schema.String && strings.HasPrefix(t.Text, "'") {
			line.WriteString(literalOf(schema.StringValue(t.Text)))
		} else {
			line.WriteString(t.Text)
		}
		end = t.End()
	}
	return line.String()
}

func literalSome(s string) string { return words.When(s != "", literalOf(s)) }

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
	return words.Join(
		words.When(o.Increment != 0, number("increment by", &o.Increment)),
		number("minvalue", o.Min), number("maxvalue", o.Max), number("start with", o.Start),
		words.When(o.Cache != 0, number("cache", &o.Cache)), words.When(o.Cycle, "cycle"))
}

// The rest of a constraint's definition, behind its name.

func keyDefinition(columns []string, withoutOverlaps bool, include, with []string, tablespace string, d schema.Deferrable, clustered bool) string {
	return words.Join("("+schema.QuoteAll(columns)+words.When(withoutOverlaps, " without overlaps")+")",
		words.Group("include", schema.QuoteAll(include)), words.Group("with", parameters(with)),
		words.Clause("using index tablespace", quoteSome(tablespace)), deferrable(d), words.When(clustered, "clustered"))
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
	return words.Join(target, words.Clause("match", strings.ToLower(c.Match)), words.Clause("on update", strings.ToLower(c.OnUpdate)),
		words.Clause("on delete", strings.ToLower(c.OnDelete)), words.When(len(c.OnDeleteColumns) > 0, "("+schema.QuoteAll(c.OnDeleteColumns)+")"),
		deferrable(c.Deferrable), words.When(c.NotValid, "not valid"), words.When(c.NotEnforced, "not enforced"))
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
	return words.Join(words.Clause("using", quoteSome(c.Method)), "("+strings.Join(c.Elements, ", ")+")",
		words.Group("include", schema.QuoteAll(c.Include)), words.Group("with", parameters(c.With)),
		words.Clause("using index tablespace", quoteSome(c.Tablespace)), words.When(c.Clustered, "clustered"),
		words.Group("where", c.Where), deferrable(c.Deferrable))
}

func attachment(index schema.Name) string {
	return words.When(index != "", "attach to "+sqlName(index))
}

func checkDefinition(c schema.Check) string {
	return words.Join(c.Expr, words.When(c.NoInherit, "no inherit"), words.When(c.NotValid, "not valid"), words.When(c.NotEnforced, "not enforced"))
}

func indexDefinition(x schema.Index) string {
	return words.Join(words.When(x.OnOnly, "on only"), words.Clause("using", quoteSome(x.Method)), "("+strings.Join(x.Key, ", ")+")",
		words.Group("include", schema.QuoteAll(x.Include)), words.When(x.NullsNotDistinct, "nulls not distinct"),
		words.Group("with", parameters(x.With)), words.Clause("tablespace", quoteSome(x.Tablespace)),
		attachment(x.AttachTo), words.When(x.Clustered, "clustered"), words.When(x.Invalid, "invalid"), words.Group("statistics", parameters(x.Statistics)),
		words.Clause("where", x.Where))
}
