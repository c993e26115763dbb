package observe

import (
	"strings"

	"github.com/deedsql/deed/schema"
)

// settle spells the casts of arrays as PostgreSQL does once it has read its
// own spelling. It writes x IN ('a', 'b') over a varchar as
// (ARRAY['a'::character varying, …])::text[], and reads that as
// ARRAY[('a'::character varying)::text, …]: a constraint that is dropped and
// made again, by pg_restore as by a downgrade, is spelled otherwise and the
// same.
func settle(text string) string {
	const opening = "(ARRAY["
	from := strings.LastIndex(text, opening)
	for from >= 0 {
		if settled, ok := settleCast(text[from:]); ok {
			text = text[:from] + settled
		}
		from = strings.LastIndex(text[:from], opening)
	}
	return text
}

// settleCast settles the cast that the text begins with.
func settleCast(text string) (string, bool) {
	tokens := schema.Tokens(text)
	depth, end := 0, -1
	for i, t := range tokens {
		switch {
		case t.Is("(") || t.Is("["):
			depth++
		case t.Is(")") || t.Is("]"):
			depth--
		}
		if depth == 0 {
			end = i
			break
		}
	}
	if end < 0 || end+1 >= len(tokens) || !tokens[end+1].Is("::") {
		return "", false
	}
	elements, ok := strings.CutSuffix(text[len("(ARRAY["):tokens[end].Pos], "]")
	typ, rest, found := strings.Cut(text[tokens[end+1].End():], "[]")
	if !ok || !found || strings.ContainsAny(typ, "()[]=,;") {
		return "", false
	}
	parts := schema.SplitTop(elements, ",")
	for i, p := range parts {
		parts[i] = "(" + p + ")::" + typ
	}
	return "ARRAY[" + strings.Join(parts, ", ") + "]" + rest, true
}
