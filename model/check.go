package model

import "github.com/deedsql/deed/schema"

func (l *loader) tableCheck(t *table, c *cursor) *Error {
	return l.readCheck(t, c.rest())
}

func (l *loader) columnCheck(c *column, v fragment) {
	if l.value(c, "check", v, "check: price > 0") {
		l.fail(l.readCheck(c.table, v))
	}
}

// readCheck reads "[NAME [was OLD]] EXPR [NO INHERIT] [NOT VALID] [NOT
// ENFORCED]", a colon allowed behind the name.
func (l *loader) readCheck(t *table, f fragment) *Error {
	name, expr, err := l.colonName(t, f)
	if err != nil {
		return err
	}
	if c := f.cursor(); name.name == "" && beginsWithName(c) {
		if name, err = l.partName(t, Constraint, c); err != nil {
			return err
		}
		expr = c.rest()
	}
	con := schema.Check{}
	expr = checkFlags(expr, &con)
	if expr.empty() {
		return errorAt(f, "expected the condition to check")
	}
	con.Expr = schema.StripParens(expr.text)
	l.addCheck(t, con, name, expr)
	return nil
}

// checkFlags takes the words behind the condition off its end.
func checkFlags(f fragment, con *schema.Check) fragment {
	for {
		tokens := schema.Tokens(f.text)
		n := len(tokens)
		if n < 3 || tokens[n-2].Kind != schema.Word {
			return f
		}
		switch a, b := tokens[n-2], tokens[n-1]; {
		case a.Is("no") && b.Is("inherit"):
			con.NoInherit = true
		case a.Is("not") && b.Is("valid"):
			con.NotValid = true
		case a.Is("not") && b.Is("enforced"):
			con.NotEnforced = true
		default:
			return f
		}
		f = f.slice(0, tokens[n-2].Pos).trim()
	}
}

// beginsWithName tells "name_ok name <> ”" from "name <> ”": a name is an
// identifier before the beginning of an expression. Before a parenthesis it is
// a name if a blank stands between them and nothing follows the closing one,
// else a function: "price_ok (price > 0)" against "is_valid(code)".
func beginsWithName(c *cursor) bool {
	if len(c.tokens) < 2 || !c.atIdent() || isReserved(c.tokens[0]) {
		return false
	}
	first, next := c.tokens[0], c.tokens[1]
	switch {
	case next.Is("("):
		return first.End() < next.Pos && c.closesAtEnd(1)
	case next.Kind == schema.String:
		return !isOneOf(first, literalTypes)
	case next.Kind == schema.Symbol:
		return false
	case next.Is("not"):
		return len(c.tokens) > 2 && !isOneOf(c.tokens[2], []string{"in", "like", "ilike", "similar", "between"})
	}
	return next.Kind == schema.Quoted || !isOneOf(next, operatorWords)
}

// closesAtEnd reports whether the parenthesis at i closes at the end, the
// flags of a check aside.
func (c *cursor) closesAtEnd(i int) bool {
	depth := 0
	for j := i; j < len(c.tokens); j++ {
		if depth += nesting(c.tokens[j]); depth == 0 {
			return j == len(c.tokens)-1 || c.tokens[j+1].Is("no") || c.tokens[j+1].Is("not")
		}
	}
	return false
}

// operatorWords are the words that can follow an operand.
var operatorWords = []string{
	"and", "or", "is", "in", "like", "ilike", "similar", "between", "isnull", "notnull", "collate", "at", "operator",
	"overlaps", "escape",
}

// literalTypes are the types that people write before a string.
var literalTypes = []string{
	"date", "time", "timestamp", "timestamptz", "interval", "numeric", "text", "jsonb", "json", "inet", "cidr", "uuid",
	"bytea", "bool", "boolean", "xml", "point", "box",
}

func isReserved(t schema.Token) bool {
	return t.Kind == schema.Word && schema.Quote(t.Unquote()) != t.Unquote()
}

// cut takes a row of keywords outside parentheses out of a fragment and
// returns the fragment without them, and them.
func (f fragment) cut(words ...string) (without, words2 fragment) {
	c := f.cursor()
	depth := 0
	for ; !c.done(); c.i++ {
		t := c.tokens[c.i]
		if depth += nesting(t); depth != 0 {
			continue
		}
		if t.Is("where") {
			break
		}
		if c.is(words...) {
			end := c.tokens[c.i+len(words)-1].End()
			return join(f.slice(0, t.Pos).trim(), f.from(end).trim()), f.slice(t.Pos, end)
		}
	}
	return f, fragment{}
}

// elements returns the parts of the first parenthesis, which are n.
func (f fragment) elements(n int) []fragment {
	c := f.cursor()
	for ; !c.done(); c.i++ {
		if !c.is("(") {
			continue
		}
		inner, err := c.group("")
		if err != nil {
			return nil
		}
		if parts := inner.splitTop(","); len(parts) == n {
			return parts
		}
		return nil
	}
	return nil
}
