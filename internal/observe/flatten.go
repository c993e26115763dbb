package observe

import (
	"strings"

	"github.com/deedsql/deed/schema"
)

// sameText reports whether two texts about an object are the same but for
// the nesting of AND and OR to the left. BETWEEN makes such a nesting, and
// PostgreSQL's own parser does away with it when it reads what it has written:
// "((a >= 0) AND (a <= 9)) AND b" comes back as "(a >= 0) AND (a <= 9) AND b".
// A dump that is restored changes in the same way.
func sameText(a, b string) bool {
	if a == b {
		return true
	}
	return strings.Contains(a, "((") && strings.Contains(b, "(") && flat(a) == flat(b)
}

// A term is a token or, in parentheses, a list of terms.
type term struct {
	text  string
	group []term
}

func flat(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		tokens := schema.Tokens(line)
		terms, _ := parse(tokens, 0)
		write(&b, terms)
		b.WriteByte('\n')
	}
	return b.String()
}

func parse(tokens []schema.Token, i int) ([]term, int) {
	var terms []term
	for ; i < len(tokens); i++ {
		switch {
		case tokens[i].Is(")"):
			return unnest(terms), i
		case tokens[i].Is("("):
			var inner []term
			inner, i = parse(tokens, i+1)
			terms = append(terms, term{group: append([]term{}, inner...), text: "("})
		default:
			terms = append(terms, term{text: tokens[i].Text})
		}
	}
	return unnest(terms), i
}

// unnest takes "(a AND b) AND c" apart.
func unnest(terms []term) []term {
	word := connective(terms)
	if word == "" || len(terms) < 2 || terms[0].text != "(" || terms[1].text != word || connective(terms[0].group) != word {
		return terms
	}
	return append(append([]term{}, terms[0].group...), terms[1:]...)
}

// connective returns AND or OR where that alone joins the terms.
func connective(terms []term) string {
	var word string
	for _, t := range terms {
		if t.text != "AND" && t.text != "OR" {
			continue
		}
		if word != "" && word != t.text {
			return ""
		}
		word = t.text
	}
	return word
}

func write(b *strings.Builder, terms []term) {
	for _, t := range terms {
		b.WriteByte(' ')
		b.WriteString(t.text)
		if t.text == "(" {
			write(b, t.group)
			b.WriteString(" )")
		}
	}
}
