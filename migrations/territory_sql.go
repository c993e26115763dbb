package migrations

import (
	"slices"
	"strings"

	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// remember takes note of what the raw SQL of a revision creates, and of what raw
// SQL and operations drop of it, as far as the first words of statements tell.
// What the register keeps better it need not.
func (t *territory) remember(r Revision, direction Direction) {
	steps, witnessed := slices.Clone(r.Upgrade), t.witnessed(r.ID)
	if direction == Down {
		slices.Reverse(steps)
	}
	for _, s := range steps {
		texts, _ := textsOf(s)
		if direction == Down {
			slices.Reverse(texts)
		}
		_, raw := s.(op.SQL)
		for _, tokens := range texts {
			if p, ok := createdBy(tokens); ok && raw && !(witnessed && (p.class == "relation" || registrable(p.class))) {
				t.raw[p] = direction == Up
			}
			if from, to, ok := renamedBy(tokens); ok && t.raw[from] != t.raw[to] {
				t.raw[from], t.raw[to] = direction == Down, direction == Up
			}
			for _, p := range droppedBy(tokens) {
				if _, ours := t.raw[p]; ours {
					t.raw[p] = direction == Down
				}
			}
		}
	}
}

// textsOf returns the statements of a step; none of a Go function.
func textsOf(s Step) (list [][]schema.Token, err error) {
	o, ok := s.(op.Operation)
	if !ok {
		return nil, nil
	}
	all, err := ddl.Statements(o)
	for _, one := range all {
		list = append(list, statements(one.SQL)...)
	}
	return list, err
}

// createdBySQL returns what a text of raw SQL creates. Where it would put up
// with an object that is there already, the text is no evidence.
func createdBySQL(sql string) (list []place) {
	for _, tokens := range statements(sql) {
		if p, ok := createdBy(tokens); ok {
			list = append(list, p)
		}
	}
	return list
}

var modifiers = []string{"or", "replace", "unlogged", "recursive", "foreign", "trusted", "procedural", "materialized", "default"}

// createdClasses are the classes of what CREATE and DROP name, by their words
// behind the modifiers.
var createdClasses = map[string]string{
	"table": "relation", "view": "relation", "sequence": "relation", "type": "type", "domain": "type",
	"function": "function", "procedure": "function", "aggregate": "function", "schema": "schema", "extension": "extension",
	"role": "role", "user": "role", "publication": "publication", "collation": "collation", "conversion": "conversion", "server": "server",
	"language": "language", "statistics": "statistics object", "data wrapper": "foreign-data wrapper", "event trigger": "event trigger",
	"operator": "operator", "operator class": "operator class", "operator family": "operator family", "access method": "access method",
	"text search configuration": "text search configuration", "text search dictionary": "text search dictionary",
	"text search parser": "text search parser", "text search template": "text search template",
}

// kindAt reads what CREATE or DROP is followed by. It returns the class, and
// the tokens behind.
func kindAt(tokens []schema.Token) (class string, rest []schema.Token, known bool) {
	for len(tokens) > 0 && slices.ContainsFunc(modifiers, tokens[0].Is) {
		tokens = tokens[1:]
	}
	for n := min(len(tokens), 3); n > 0; n-- {
		words := make([]string, n)
		for i, t := range tokens[:n] {
			words[i] = strings.ToLower(t.Text)
		}
		if class, known = createdClasses[strings.Join(words, " ")]; known {
			return class, tokens[n:], true
		}
	}
	return "", nil, false
}

func createdBy(tokens []schema.Token) (place, bool) {
	if len(tokens) < 3 || !tokens[0].Is("create") {
		return place{}, false
	}
	class, rest, known := kindAt(tokens[1:])
	if !known || len(rest) == 0 || rest[0].Is("if") {
		return place{}, false
	}
	name, _ := nameAt(rest)
	if class == "operator" {
		name = operatorAt(rest)
	}
	return place{class, name}, true
}

// operatorAt reads the name of an operator.
func operatorAt(tokens []schema.Token) schema.Name {
	space, symbols := "", ""
	if len(tokens) > 1 && tokens[1].Is(".") {
		space, tokens = tokens[0].Unquote(), tokens[2:]
	}
	for _, t := range tokens {
		if t.Kind != schema.Symbol || t.Is("(") {
			break
		}
		symbols += t.Text
	}
	return schema.NewName(space, symbols)
}

// renamedBy returns what a statement renames, or moves to another schema, that
// the register does not keep.
func renamedBy(tokens []schema.Token) (from, to place, ok bool) {
	if len(tokens) < 5 || !tokens[0].Is("alter") {
		return from, to, false
	}
	class, rest, known := kindAt(tokens[1:])
	if !known || registrable(class) || class == "relation" || class == "operator" || len(rest) < 4 {
		return from, to, false
	}
	name, n := nameAt(rest)
	if rest = rest[n:]; len(rest) < 3 {
		return from, to, false
	}
	renamed := name
	switch word := rest[2].Unquote(); {
	case rest[0].Is("rename") && rest[1].Is("to"):
		renamed = schema.NewName(name.Schema(), word)
	case rest[0].Is("set") && rest[1].Is("schema"):
		renamed = schema.NewName(word, name.Object())
	}
	return place{class, name}, place{class, renamed}, renamed != name
}

// droppedBy returns what a statement drops by name.
func droppedBy(tokens []schema.Token) (list []place) {
	if len(tokens) < 3 || !tokens[0].Is("drop") {
		return nil
	}
	class, rest, known := kindAt(tokens[1:])
	for tokens = skip(rest, "if", "exists"); known && len(tokens) > 0; {
		name, n := nameAt(tokens)
		list = append(list, place{class, name})
		if tokens = skip(tokens[n:]); len(tokens) == 0 || !tokens[0].Is(",") {
			break
		}
		tokens = tokens[1:]
	}
	return list
}

// nameAt reads the possibly qualified name that the tokens begin with, and
// returns how many of them it took.
func nameAt(tokens []schema.Token) (schema.Name, int) {
	part := func(t schema.Token) string {
		if t.Kind == schema.Quoted {
			return unquote(t.Text)
		}
		return strings.ToLower(t.Text)
	}
	switch {
	case len(tokens) == 0: // PostgreSQL will not have it either
		return "", 0
	case len(tokens) > 2 && tokens[1].Is("."):
		return schema.NewName(part(tokens[0]), part(tokens[2])), 3
	}
	return schema.NewName("", part(tokens[0])), 1
}
