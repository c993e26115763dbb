package model

import (
	"strings"

	"github.com/deedsql/deed/schema"
)

// synonyms are other words for options.
var synonyms = map[string]string{
	"primary key": "pk", "not null": "notnull", "collation": "collate", "fk": "references",
}

// repeatable options may stand in a tag more than once.
var repeatable = []string{"check", "index", "unique", "references"}

// A columnOption is one option of a deed tag.
type columnOption struct {
	name  string
	word  fragment
	value fragment
}

// options splits a deed tag.
func (l *loader) options(tag fragment) []columnOption {
	var list []columnOption
	if tag.file == nil || tag.trim().empty() {
		return nil
	}
	tokens := schema.Tokens(tag.text)
	start, depth := 0, 0
	for _, t := range tokens {
		if !closed(t) {
			l.failf(tag.token(t), "the quote is never closed")
			return nil
		}
		if depth += nesting(t); depth == 0 && t.Is(";") {
			list = appendOption(list, tag.slice(start, t.Pos))
			start = t.End()
		}
	}
	return appendOption(list, tag.from(start))
}

func appendOption(list []columnOption, part fragment) []columnOption {
	if part = part.trim(); part.empty() {
		return list
	}
	return append(list, newOption(part))
}

// closed reports whether a quoted token has its closing quote.
func closed(t schema.Token) bool {
	switch {
	case t.Kind == schema.Quoted:
		return strings.Count(t.Text, `"`)%2 == 0
	case t.Kind != schema.String || t.Text[0] == '$':
		return true
	case t.Text[0] == 'e' || t.Text[0] == 'E':
		return len(t.Text) > 2 && strings.HasSuffix(t.Text, "'")
	}
	return strings.Count(t.Text, "'")%2 == 0
}

func newOption(part fragment) columnOption {
	end := wordEnd(part.text, 0)
	name := strings.ToLower(part.text[:end])
	if name == "primary" || name == "not" {
		next := end + len(part.text[end:]) - len(strings.TrimLeft(part.text[end:], " \t"))
		if second := wordEnd(part.text, next); second > next {
			end, name = second, name+" "+strings.ToLower(part.text[next:second])
		}
	}
	if end == 0 {
		end, name = len(part.text), part.text
	}
	o := columnOption{name: name, word: part.slice(0, end), value: part.from(end).trim()}
	if full, ok := synonyms[o.name]; ok {
		o.name = full
	}
	if strings.HasPrefix(o.value.text, ":") {
		o.value = o.value.from(1).trim()
	}
	return o
}

// wordEnd returns where the letters, digits and underscores from start end.
func wordEnd(s string, start int) int {
	for start < len(s) && (isLower(s[start]) || isUpper(s[start]) || s[start] == '_' || s[start] >= '0' && s[start] <= '9') {
		start++
	}
	return start
}

// option returns the value of one option of a tag.
func option(tag fragment, name string) (fragment, bool) {
	if tag.file == nil || !strings.Contains(tag.text, name) {
		return fragment{}, false
	}
	for _, part := range tag.splitTop(";") {
		if !part.empty() {
			if o := newOption(part); o.name == name {
				return o.value, true
			}
		}
	}
	return fragment{}, false
}
