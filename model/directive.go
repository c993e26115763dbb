package model

import (
	"go/ast"
	"strings"
	"unicode"

	"github.com/deedsql/deed/schema"
)

const prefix = "//deed:"

// A directive is a "//deed:word …" comment, with the "//deed:more" lines
// below it.
type directive struct {
	word fragment // "index"
	args fragment // what stands behind it
}

// directives returns the directives of a comment group.
func (f *file) directives(group *ast.CommentGroup) []directive {
	if group == nil {
		return nil
	}
	var list []directive
	for _, comment := range group.List {
		if !strings.HasPrefix(comment.Text, prefix) {
			continue
		}
		start := f.tok.Offset(comment.Pos())
		d := newDirective(f.source(start+len(prefix), start+len(strings.TrimRight(comment.Text, "\r"))))
		if n := len(list); n > 0 && d.word.text == "more" {
			list[n-1].args = join(list[n-1].args, d.args)
			continue
		}
		list = append(list, d)
	}
	return list
}

func newDirective(text fragment) directive {
	end := strings.IndexFunc(text.text, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(text.text)
	}
	return directive{word: text.slice(0, end), args: text.from(end).trim()}
}

// misspelled returns comments that were meant as directives: "// deed:table".
func misspelled(f *file) (list []fragment) {
	for _, group := range f.syntax.Comments {
		for _, c := range group.List {
			rest, isLine := strings.CutPrefix(c.Text, "//")
			if trimmed := strings.TrimLeft(rest, " \t"); isLine && trimmed != rest && strings.HasPrefix(trimmed, "deed:") {
				word, _, _ := strings.Cut(strings.TrimPrefix(trimmed, "deed:"), " ")
				if tableDirectives[word] != nil || databaseDirectives[word] != nil {
					start := f.tok.Offset(c.Pos())
					list = append(list, f.source(start, start+len(c.Text)))
				}
			}
		}
	}
	return list
}

// A cursor reads a fragment token by token.
type cursor struct {
	fragment
	tokens []schema.Token
	i      int
}

func (f fragment) cursor() *cursor { return &cursor{fragment: f, tokens: schema.Tokens(f.text)} }

func (c *cursor) done() bool { return c.i >= len(c.tokens) }

// at returns the fragment of the next token, or the empty one behind the last.
func (c *cursor) at() fragment {
	if c.done() {
		return c.end()
	}
	return c.token(c.tokens[c.i])
}

func (c *cursor) is(words ...string) bool {
	for j, w := range words {
		if c.i+j >= len(c.tokens) || !c.tokens[c.i+j].Is(w) {
			return false
		}
	}
	return true
}

// accept takes the keywords if they all come next.
func (c *cursor) accept(words ...string) bool {
	if !c.is(words...) {
		return false
	}
	c.i += len(words)
	return true
}

// rest takes all that is left.
func (c *cursor) rest() fragment {
	f := c.end()
	if !c.done() {
		f = c.from(c.tokens[c.i].Pos)
	}
	c.i = len(c.tokens)
	return f.trim()
}

// ident takes an identifier.
func (c *cursor) ident(what string) (string, fragment, *Error) {
	f := c.at()
	if !c.atIdent() {
		return "", f, c.expected(what)
	}
	t := c.tokens[c.i]
	c.i++
	return schema.Truncate(t.Unquote(), schema.MaxIdentifier), f, nil
}

func (c *cursor) atIdent() bool {
	return !c.done() && (c.tokens[c.i].Kind == schema.Word || c.tokens[c.i].Kind == schema.Quoted)
}

// name takes a possibly qualified name; def is the schema of one without.
func (c *cursor) name(what, def string) (schema.Name, fragment, *Error) {
	first, f, err := c.ident(what)
	if err != nil || !c.is(".") {
		return schema.NewName(def, first), f, err
	}
	start := c.tokens[c.i-1].Pos
	c.i++
	second, _, err := c.ident(what)
	if err != nil {
		return "", f, err
	}
	return schema.NewName(first, second), c.slice(start, c.tokens[c.i-1].End()), nil
}

// group takes what stands in parentheses and returns it without them.
func (c *cursor) group(what string) (fragment, *Error) {
	if !c.is("(") {
		return c.at(), c.expected(what + " in parentheses")
	}
	open, depth := c.i, 0
	for j := open; j < len(c.tokens); j++ {
		if depth += nesting(c.tokens[j]); depth == 0 {
			c.i = j + 1
			return c.slice(c.tokens[open].End(), c.tokens[j].Pos).trim(), nil
		}
	}
	return c.at(), errorAt(c.at(), "the parenthesis is never closed")
}

// until takes the tokens up to one of the keywords outside parentheses.
func (c *cursor) until(stops ...string) fragment {
	if c.done() {
		return c.end()
	}
	start, end, depth := c.tokens[c.i].Pos, len(c.text), 0
	for ; !c.done(); c.i++ {
		t := c.tokens[c.i]
		if depth += nesting(t); depth == 0 && t.Kind == schema.Word && isOneOf(t, stops) {
			end = t.Pos
			break
		}
	}
	return c.slice(start, end).trim()
}

// value takes an expression that ends before one of the words. NULL in front is
// a value.
func (c *cursor) value(stops ...string) fragment {
	if !c.is("null") {
		return c.until(stops...)
	}
	null := c.i
	c.i++
	c.until(stops...)
	end := len(c.text)
	if !c.done() {
		end = c.tokens[c.i].Pos
	}
	return c.slice(c.tokens[null].Pos, end).trim()
}

func isOneOf(t schema.Token, words []string) bool {
	for _, w := range words {
		if t.Is(w) {
			return true
		}
	}
	return false
}

func (c *cursor) expected(what string) *Error {
	if c.done() {
		return errorAt(c.lastToken(), "expected %s behind this", what)
	}
	return errorAt(c.at(), "expected %s, found %q", what, c.at().text)
}

// lastToken returns the last token, or all where there is none.
func (c *cursor) lastToken() fragment {
	if n := len(c.tokens); n > 0 {
		return c.token(c.tokens[n-1])
	}
	return c.fragment
}

// finish complains if something is left.
func (c *cursor) finish(expected string) *Error {
	if c.done() {
		return nil
	}
	return errorAt(c.at(), "expected %s, found %q", expected, c.at().text)
}

// text returns a comment's text: an SQL string literal stands for its value,
// anything else for itself.
func textOf(f fragment) string {
	tokens := schema.Tokens(f.text)
	if len(tokens) != 1 || tokens[0].Kind != schema.String {
		return f.text
	}
	return literal(tokens[0].Text)
}

// literal returns the value of an SQL string literal.
func literal(s string) string {
	switch {
	case strings.HasPrefix(s, "$"):
		tag := s[:strings.IndexByte(s[1:], '$')+2]
		return strings.TrimSuffix(strings.TrimPrefix(s, tag), tag)
	case s[0] == 'e' || s[0] == 'E':
		return unescape(s[2:max(len(s)-1, 2)])
	}
	s = s[strings.IndexByte(s, '\'')+1:]
	return strings.ReplaceAll(strings.TrimSuffix(s, "'"), "''", "'")
}

// unescape resolves the escapes of an E” literal that [schema.Literal] and
// people write: a backslash before a letter or any other character.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\'' && i+1 < len(s) && s[i+1] == '\'':
			i++
			b.WriteByte('\'')
		case s[i] != '\\' || i+1 == len(s):
			b.WriteByte(s[i])
		default:
			i++
			if c, ok := escapes[s[i]]; ok {
				b.WriteByte(c)
			} else {
				b.WriteByte(s[i])
			}
		}
	}
	return b.String()
}

var escapes = map[byte]byte{'n': '\n', 't': '\t', 'r': '\r', 'b': '\b', 'f': '\f'}
