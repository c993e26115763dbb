package lint

import (
	"slices"

	"github.com/deedsql/deed/internal/pgparse"
	"github.com/deedsql/deed/schema"
)

// loopsOf returns the values of the variables of PL/pgSQL's loops over lists
// that are written out: FOREACH t IN ARRAY ARRAY['a', 'b'] LOOP. A variable that
// stands outside of its loop, but for where it is declared, has none, nor has
// one that is set within, or may be under another name or declared again.
func loopsOf(body string) map[string][]string {
	tokens := schema.Tokens(body)
	if slices.ContainsFunc(tokens, func(t schema.Token) bool { return t.Is("alias") }) {
		return nil
	}
	begin := slices.IndexFunc(tokens, func(t schema.Token) bool { return t.Is("begin") })
	loops := map[string][]string{}
	for i, t := range tokens {
		if !t.Is("foreach") || i+1 == len(tokens) {
			continue
		}
		name := tokens[i+1].Unquote()
		values, from := listAt(tokens[i+2:])
		from += i + 2
		end := endOfLoop(tokens, from)
		if slices.ContainsFunc(tokens[from:end], func(t schema.Token) bool { return t.Is("declare") }) {
			values = nil
		}
		for j := max(begin, 0); j < len(tokens) && values != nil; j++ {
			if is := isIdent(tokens[j]) && tokens[j].Unquote() == name && j != i+1; is && (j < from || j > end || setAt(tokens, j)) {
				values = nil
			}
		}
		if values != nil {
			loops[name] = values
		}
	}
	return loops
}

// listAt reads "IN ARRAY ARRAY['a', 'b'] LOOP", perhaps with a cast. It returns
// the place behind, or no values.
func listAt(tokens []schema.Token) (values []string, behind int) {
	for i, word := range []string{"in", "array", "array", "["} {
		if i >= len(tokens) || !tokens[i].Is(word) {
			return nil, 0
		}
	}
	for i := 4; i < len(tokens); i++ {
		switch t := tokens[i]; {
		case t.Is("loop"):
			return values, i
		case t.Kind == schema.String:
			values = append(values, schema.StringValue(t.Text))
		case !slices.ContainsFunc([]string{",", "]", "[", "::", "text", "name", "varchar"}, t.Is):
			return nil, 0
		}
	}
	return nil, 0
}

// endOfLoop returns the place of the END LOOP of the LOOP at a place.
func endOfLoop(tokens []schema.Token, at int) int {
	depth := 0
	for i := at; i < len(tokens); i++ {
		switch {
		case !tokens[i].Is("loop"):
		case !tokens[i-1].Is("end"):
			depth++
		default:
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(tokens)
}

// setAt reports whether the variable at a place is given a value there, as far
// as the words around it tell: then more is said than is so.
func setAt(tokens []schema.Token, i int) bool {
	if i+1 < len(tokens) && (tokens[i+1].Is(":") || tokens[i+1].Is(":=") || tokens[i+1].Is("=")) {
		return true
	}
	for i--; i >= 0 && !slices.ContainsFunc([]string{";", "loop", "begin", "then", "else"}, tokens[i].Is); i-- {
		if slices.ContainsFunc([]string{"into", "for", "foreach", "call"}, tokens[i].Is) {
			return true
		}
	}
	return false
}

// inLoop reads dynamic SQL for each value of the loop's variable in it.
func (r *reader) inLoop(e *pgparse.Expr, expr string) (list []statement, ok bool) {
	var name string
	for _, t := range schema.Tokens(expr) {
		if isIdent(t) && r.loops[t.Unquote()] != nil {
			if name != "" && name != t.Unquote() {
				return nil, false
			}
			name = t.Unquote()
		}
	}
	for _, value := range r.loops[name] {
		sql, constant := evaluator{variable: name, value: value}.text(e.Node)
		if !constant {
			return nil, false
		}
		list = append(list, readSQL(sql)...)
	}
	return list, name != ""
}
